package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of the overrides by merge patch, JSON patch and removal. */
class OverrideChangeTest extends LiveConfigFixture {
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
  void testInAJsonPatchComparesNumbers() {
    change(
        patch(
            "",
            "[{'op': 'test', 'path': '/sidecarContainer/uid', 'value': 5678},"
                + " {'op': 'replace', 'path': '/cniEnabled', 'value': true}]"));

    assertThat(injector().cniEnabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'op': 'remove', 'path': '/sidecarContainer/imgae'}",
        "{'op': 'remove', 'path': '/containerPatches/-'}",
        "{'op': 'replace', 'path': '/containerPatches/-', 'value': 'a'}",
        "{'op': 'move', 'from': '/containerPatches/-', 'path': '/containerPatches/0'}",
        "{'op': 'remove', 'path': '/containerPatches/first'}",
        "{'op': 'replace', 'path': '/containerPatches/first', 'value': 'a'}",
        "{'op': 'add', 'path': '/containerPatches/first', 'value': 'a'}",
        "{'op': 'add', 'path': '/containerPatches/99999999999', 'value': 'a'}",
        "{'op': 'add', 'path': '/containerPatches/9', 'value': 'a'}",
        "{'op': 'add', 'path': '/a~2', 'value': 'a'}",
        "{'op': 'add', 'path': '/a~', 'value': 'a'}",
        "{'op': 'copy', 'from': '/sidecarContainer', 'path': '/sidecarContainer/envVars/x'}",
        "{'op': 'move', 'from': '', 'path': '/sidecarContainer'}"
      })
  void jsonPatchOfAPlaceThatIsNotThereIsRefused(String operation) {
    var tried = config.edited(config.overrides(), patch("", "[" + operation + "]"));

    assertThat(problems(tried)).singleElement().asString().startsWith("/0: ");
  }

  /** Without a limit the 20th copy has a million elements, and the 30th fills any heap. */
  @Test
  void jsonPatchThatDoublesItsDocumentIsRefused() {
    var operations =
        "{'op': 'copy', 'from': '/a', 'path': '/b'}, {'op': 'copy', 'from': '/b', 'path': '/a/-'},"
            .repeat(40);

    assertThat(
            refused(
                "[{'op': 'add', 'path': '/a', 'value': ['x']},"
                    + operations
                    + "{'op': 'remove', 'path': '/a'}]"))
        .contains("would be");
  }

  @Test
  void jsonPatchWithTooManyOperationsIsRefused() {
    var operation = "{'op': 'test', 'path': '/cniEnabled', 'value': false},";

    assertThat(
            refused("[" + operation.repeat(JsonPatchDocument.MAX_OPERATIONS) + operation + "{}]"))
        .isEqualTo("1002 operations are too many: at most 1000 are expected");
  }

  @Test
  void jsonPatchWithTooManyOperationsForItsSizeIsRefused() {
    var large = "{'op': 'add', 'path': '/a', 'value': '" + "x".repeat(900_000) + "'},";
    var small = "{'op': 'test', 'path': '/cniEnabled', 'value': false},";

    assertThat(refused("[" + large + small.repeat(100) + "{'op': 'remove', 'path': '/a'}]"))
        .endsWith("there are too many operations for settings of this size");
  }

  private String refused(String operations) {
    var problems = problems(config.edited(config.overrides(), patch("", operations)));
    assertThat(problems).hasSize(1);
    return problems.getFirst();
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
                + " whole number from 1 to 65535 (override)");
  }

  @Test
  void refusesKeysWithDotsWhichNameNoSetting() {
    assertThat(
            problems(
                config.edited(
                    config.overrides(),
                    merge(
                        "",
                        "{'sidecarContainer.uid': 2000, 'a.b': 1,"
                            + " 'sidecarContainer': {'resources.limits.cpu': '1'}}"))))
        .containsExactlyInAnyOrder(
            "runtime.kubernetes.injector.sidecarContainer.uid: there is no such key: a key with"
                + " dots is not a path; write sidecarContainer: {uid: …}",
            "runtime.kubernetes.injector.a.b: there is no such key: a key with dots is not a path",
            "runtime.kubernetes.injector.sidecarContainer.resources.limits.cpu: there is no such"
                + " key: a key with dots is not a path; write resources: {limits: {cpu: …}}");
    assertThat(problems(Overrides.read("overrides.yaml", "runtime.kubernetes.injector: {}")))
        .containsExactly(
            "runtime.kubernetes.injector: there is no such key: a key with dots is not a path;"
                + " write runtime: {kubernetes: {injector: …}}");
  }

  @Test
  void keysOfMapsMayHaveDots() {
    change(merge("", "{'exceptions': {'labels': {'example.com/skip': 'true'}}}"));

    assertThat(injector().exceptions().labels()).containsEntry("example.com/skip", "true");
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
}
