package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {
  @Test
  void countsRevisionsFromOne() {
    LiveSettings live = new LiveSettings(loaded());

    assertThat(live.current().revision()).isEqualTo(1);
    assertThat(live.current().settings()).isEqualTo(Settings.defaults());
  }

  @Test
  void replacesEverythingAtOnce() {
    LiveSettings live = new LiveSettings(loaded());
    SettingsSnapshot before = live.current();

    SettingsSnapshot after = live.replace(loaded("runtime.kubernetes.injector.cniEnabled=true"));

    assertThat(after.revision()).isEqualTo(2);
    assertThat(after.settings().runtime().kubernetes().injector().cniEnabled()).isTrue();
    assertThat(live.current()).isSameAs(after);
    assertThat(before.settings()).isEqualTo(Settings.defaults());
  }

  @Test
  void keepsTheRevisionWhenNothingChanges() {
    LiveSettings live = new LiveSettings(loaded());

    assertThat(live.replace(loaded()).revision()).isEqualTo(1);
  }

  private static LoadedSettings.Valid loaded(String... set) {
    return (LoadedSettings.Valid) SettingsLoader.load(SettingsSources.none().withSet(List.of(set)));
  }
}
