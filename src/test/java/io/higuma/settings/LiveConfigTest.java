package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveConfigTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE =
      """
      runtime:
        kubernetes:
          injector:
            containerPatches: [from-file]
            sidecarContainer:
              drainTime: 20s
              envVars: {A: a, B: b}
      """;

  private final LiveConfig config = config(SettingsSources.none().withFile("kuma.yaml", FILE));

  @Test
  void putsAMergePatchOverTheFile() {
    change(merge("sidecarContainer", "{'drainTime': '90s'}"));

    assertThat(injector().sidecarContainer().drainTime()).hasSeconds(90);
    assertThat(origin("sidecarContainer.drainTime")).isEqualTo("override");
    assertThat(origin("containerPatches")).isEqualTo("file kuma.yaml");
    assertThat(origin("cniEnabled")).isEqualTo("default");
  }

  @Test
  void overridesWhatAMergePatchNamesEvenWithTheSameValue() {
    change(merge("", "{'sidecarContainer': {'drainTime': '20s'}}"));

    assertThat(config.overrides().leaves())
        .extracting(SettingLeaf::path)
        .containsExactly("runtime.kubernetes.injector.sidecarContainer.drainTime");
    assertThat(origin("sidecarContainer.drainTime")).isEqualTo("override");
  }

  @Test
  void nullInAMergePatchReturnsToTheFile() {
    change(merge("", "{'sidecarContainer': {'drainTime': '90s', 'uid': 7}, 'cniEnabled': true}"));
    change(merge("", "{'sidecarContainer': null}"));

    assertThat(injector().sidecarContainer().drainTime()).hasSeconds(20);
    assertThat(injector().sidecarContainer().uid()).isEqualTo(5678);
    assertThat(injector().cniEnabled()).isTrue();
  }

  @Test
  void removalReturnsToTheFile() {
    change(merge("", "{'sidecarContainer': {'drainTime': '90s'}, 'cniEnabled': true}"));
    change(new OverrideChange.Removal("runtime.kubernetes.injector.sidecarContainer"));

    assertThat(injector().sidecarContainer().drainTime()).hasSeconds(20);
    assertThat(config.overrides().yaml())
        .isEqualTo("runtime:\n  kubernetes:\n    injector:\n      cniEnabled: true\n");
  }

  @Test
  void jsonPatchStartsFromWhatIsInForce() {
    change(patch("", "[{'op': 'add', 'path': '/containerPatches/-', 'value': 'second'}]"));

    assertThat(injector().containerPatches()).containsExactly("from-file", "second");
    assertThat(config.overrides().leaves()).hasSize(1);
  }

  @Test
  void jsonPatchAtAValueReplacesTheWhole() {
    change(patch("cniEnabled", "[{'op': 'replace', 'path': '', 'value': true}]"));

    assertThat(injector().cniEnabled()).isTrue();
  }

  @Test
  void removeInAJsonPatchReturnsToTheFile() {
    change(merge("", "{'containerPatches': ['x']}"));
    change(patch("", "[{'op': 'remove', 'path': '/containerPatches'}]"));

    assertThat(injector().containerPatches()).containsExactly("from-file");
    assertThat(config.overrides()).isEqualTo(Overrides.none());
  }

  @Test
  void jsonPatchIsAllOrNothing() {
    var tried =
        config.edited(
            config.overrides(),
            patch(
                "",
                "[{'op': 'replace', 'path': '/cniEnabled', 'value': true},"
                    + " {'op': 'test', 'path': '/cniEnabled', 'value': false}]"));

    assertThat(problems(tried)).containsExactly("/1: test /cniEnabled: the value is another one");
  }

  @Test
  void changesSingleEntriesOfMaps() {
    change(merge("sidecarContainer.envVars", "{'A': null, 'C': 'c'}"));

    assertThat(injector().sidecarContainer().envVars())
        .containsExactlyInAnyOrderEntriesOf(Map.of("B", "b", "C", "c"));

    change(merge("sidecarContainer.envVars", "{'A': 'a', 'C': null}"));

    assertThat(injector().sidecarContainer().envVars())
        .containsExactlyInAnyOrderEntriesOf(Map.of("A", "a", "B", "b"));
    assertThat(config.overrides()).isEqualTo(Overrides.none());
  }

  @Test
  void reportsEveryUnknownKeyAndEveryBadValue() {
    var tried =
        config.edited(
            config.overrides(),
            merge(
                "",
                "{'cniEnable': true, 'ebpf': {'on': true}, 'spire': 3, 'virtualProbesPort': -1}"));

    assertThat(problems(tried))
        .containsExactlyInAnyOrder(
            "runtime.kubernetes.injector.cniEnable: there is no such key; did you mean"
                + " runtime.kubernetes.injector.cniEnabled?",
            "runtime.kubernetes.injector.ebpf.on: there is no such key",
            "runtime.kubernetes.injector.spire: value '3' is not valid: expected keys and values",
            "runtime.kubernetes.injector.virtualProbesPort: value '-1' is not valid: expected a"
                + " whole number from 0 to 65535 (override)");
  }

  @Test
  void reportsEveryBadValueAndChangesNothing() {
    var before = config.settings().current();
    var edited =
        config.edited(
            config.overrides(),
            merge(
                "",
                "{'cniEnabled': 'maybe', 'sidecarContainer': {'drainTime': '-1s', 'image': ''}}"));
    assertThat(edited).isInstanceOf(Validated.Good.class);

    var loaded = config.override(((Validated.Good<Overrides>) edited).value());

    assertThat(loaded).isInstanceOf(LoadedSettings.Invalid.class);
    assertThat(((LoadedSettings.Invalid) loaded).violations())
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "runtime.kubernetes.injector.cniEnabled",
            "runtime.kubernetes.injector.sidecarContainer.drainTime",
            "runtime.kubernetes.injector.sidecarContainer.image");
    assertThat(config.settings().current()).isSameAs(before);
  }

  @Test
  void refusesOverridesOfWhatCannotChange() {
    var read =
        Overrides.read(
            "overrides.yaml",
            """
            apiServer: {readOnly: true}
            experimental: {sidecarContainers: true}
            runtime: {kubernetes: {injector: {cniEnabled: true}, allowedUsers: [me]}}
            dnsServer: {}
            nonsense: 1
            """);

    assertThat(problems(read))
        .containsExactly(
            "apiServer: cannot be changed while running: only runtime.kubernetes.injector can",
            "experimental: cannot be changed while running: only runtime.kubernetes.injector can",
            "runtime.kubernetes.allowedUsers: cannot be changed while running: only"
                + " runtime.kubernetes.injector can",
            "dnsServer: cannot be changed while running: only runtime.kubernetes.injector can",
            "nonsense: there is no such key");
  }

  @Test
  void readsBackWhatItWrites() throws JsonProcessingException {
    var tree =
        new ObjectMapper()
            .readTree(
                """
                {"runtime": {"kubernetes": {"injector": {
                  "cniEnabled": true,
                  "containerPatches": ["yes", "0x10", "1e3", "2020-01-01", "~", ""],
                  "sidecarContainer": {
                    "uid": 7, "gid": 4294967296, "drainTime": 1.5, "envVars": {"on": "off"}}}}}}
                """);

    Validated<Overrides> written = Overrides.of(tree);
    assertThat(written.then(good -> Overrides.read("overrides.yaml", good.yaml())))
        .isInstanceOf(Validated.Good.class)
        .isEqualTo(written);
  }

  @Test
  void refusesTextThatIsNoYaml() {
    assertThat(problems(Overrides.read("overrides.yaml", "runtime: {a: 1, a: 2}")))
        .singleElement()
        .asString()
        .startsWith("overrides.yaml is not YAML or JSON: ")
        .contains("line 1");
    assertThat(problems(Overrides.read("overrides.yaml", "just words")))
        .containsExactly("value '\"just words\"' is not valid: expected keys and values");
    assertThat(Overrides.read("overrides.yaml", " \n"))
        .isEqualTo(new Validated.Good<>(Overrides.none()));
  }

  @Test
  void overridesSurviveBeingWrittenAndRead() {
    change(
        merge(
            "",
            "{'cniEnabled': true, 'containerPatches': ['yes', '1'], 'sidecarContainer':"
                + " {'envVars': {'A': null, 'N': '08'}, 'resources': {'limits': {'cpu': '0'}}}}"));

    assertThat(Overrides.read("overrides.yaml", config.overrides().yaml()))
        .isEqualTo(new Validated.Good<>(config.overrides()));
  }

  @Test
  void followsTheFileBelowTheOverrides() {
    change(merge("", "{'containerPatches': ['mine']}"));
    reload(FILE.replace("from-file", "newer").replace("20s", "25s"));

    assertThat(injector().sidecarContainer().drainTime()).hasSeconds(25);
    assertThat(injector().containerPatches()).containsExactly("mine");

    change(new OverrideChange.Removal("runtime.kubernetes.injector.containerPatches"));

    assertThat(injector().containerPatches()).containsExactly("newer");
  }

  @Test
  void keepsABadFileOut() {
    var loaded = config.reload(new SettingsSources.File("kuma.yaml", FILE.replace("20s", "never")));

    assertThat(loaded).isInstanceOf(LoadedSettings.Invalid.class);
    assertThat(injector().sidecarContainer().drainTime()).hasSeconds(20);
  }

  @Test
  void keepsWhatCannotChangeUntilTheNextStart() {
    var loaded =
        config.reload(
            new SettingsSources.File("kuma.yaml", FILE + "multizone: {zone: {name: other}}\n"));

    assertThat(config.settings().current().settings().multizone().zone().name())
        .isEqualTo("default");
    assertThat(loaded.warnings())
        .containsExactly("multizone.zone.name has changed; that takes effect at the next start");
  }

  @Test
  void runsTheCheckBesidesTheLoader() {
    var strict =
        new LiveConfig(
            SettingsSources.none(),
            valid(SettingsSources.none()),
            settings ->
                settings.runtime().kubernetes().injector().caCertFile().isEmpty()
                    ? List.of()
                    : List.of(new Violation("caCertFile", "bad_setting", "cannot be read")));
    var edited = strict.edited(Overrides.none(), merge("", "{'caCertFile': '/nowhere'}"));

    assertThat(strict.override(((Validated.Good<Overrides>) edited).value()))
        .isInstanceOf(LoadedSettings.Invalid.class);
  }

  @Test
  void notifiesListenersOncePerChange() {
    List<Long> revisions = new ArrayList<>();
    config.follow(snapshot -> revisions.add(snapshot.revision()));
    change(merge("", "{'cniEnabled': true}"));
    change(merge("", "{'cniEnabled': true}"));
    change(merge("", "{'cniEnabled': false}"));

    assertThat(revisions).containsExactly(1L, 2L, 3L);
  }

  private static LiveConfig config(SettingsSources sources) {
    return new LiveConfig(sources, valid(sources), settings -> List.of());
  }

  private static LoadedSettings.Valid valid(SettingsSources sources) {
    return (LoadedSettings.Valid) SettingsLoader.load(sources);
  }

  private void change(OverrideChange change) {
    var edited = config.edited(config.overrides(), change);
    assertThat(edited).isInstanceOf(Validated.Good.class);
    assertThat(config.override(((Validated.Good<Overrides>) edited).value()))
        .isInstanceOf(LoadedSettings.Valid.class);
  }

  private void reload(String text) {
    assertThat(config.reload(new SettingsSources.File("kuma.yaml", text)))
        .isInstanceOf(LoadedSettings.Valid.class);
  }

  private Injector injector() {
    return config.settings().current().settings().runtime().kubernetes().injector();
  }

  private String origin(String path) {
    return String.valueOf(config.settings().current().origins().get(LivePaths.ROOT + "." + path));
  }

  private static OverrideChange merge(String path, String json) {
    return new OverrideChange.MergePatch(full(path), json(json));
  }

  private static OverrideChange patch(String path, String json) {
    return new OverrideChange.JsonPatch(full(path), json(json));
  }

  private static String full(String path) {
    return path.isEmpty() ? LivePaths.ROOT : LivePaths.ROOT + "." + path;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> problems(Validated<?> checked) {
    return checked instanceof Validated.Bad<?>(List<Violation> violations)
        ? violations.stream().map(Violation::toString).toList()
        : List.of();
  }
}
