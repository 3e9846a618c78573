package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Changes of the settings in force by the file and by overrides. */
class LiveConfigTest extends LiveConfigFixture {
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
  void rejectsAnInvalidFile() {
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
  void fileThatIsGoneDoesNotPreventAChangeOfItsSetting() {
    var gone = new AtomicBoolean();
    var sources = SettingsSources.none().withFile("kuma.yaml", FILE);
    var strict =
        new LiveConfig(
            sources,
            valid(sources),
            settings ->
                gone.get() && !settings.runtime().kubernetes().injector().caCertFile().isEmpty()
                    ? List.of(new Violation("caCertFile", "bad_setting", "cannot be read"))
                    : List.of());
    strict.reload(
        new SettingsSources.File(
            "kuma.yaml", "{runtime: {kubernetes: {injector: {caCertFile: /ca.crt}}}}"));
    gone.set(true);

    assertThat(strict.base().settings().runtime().kubernetes().injector().caCertFile())
        .isEqualTo("/ca.crt");
    assertThat(strict.edited(Overrides.none(), merge("", "{'caCertFile': ''}")))
        .isInstanceOfSatisfying(
            Validated.Good.class,
            edited ->
                assertThat(strict.override((Overrides) edited.value()))
                    .isInstanceOf(LoadedSettings.Valid.class));
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

  private void reload(String text) {
    assertThat(config.reload(new SettingsSources.File("kuma.yaml", text)))
        .isInstanceOf(LoadedSettings.Valid.class);
  }
}
