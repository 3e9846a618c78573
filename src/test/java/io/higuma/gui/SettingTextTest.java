package io.higuma.gui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.settings.Catalogue;
import io.higuma.settings.LivePaths;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingLeaf;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsJson;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTextTest {
  @Test
  void everyDefaultCanBeEdited() {
    assertThat(LivePaths.leavesAt(LivePaths.ROOT))
        .allSatisfy(
            leaf -> assertThat(notEditable(leaf, Settings.defaults())).as(leaf.path()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{A: b}", "{A: 'b:c', C: d}", "{NO_PROXY: ''}"})
  void aMapThatItsTextGivesBackCanBeEdited(String map) {
    assertThat(ofVariables(map)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{NO_PROXY: 'a,b'}", "{NO_PROXY: 'a,b:c', D: e}", "{A: ' b'}"})
  void aMapThatItsTextDoesNotGiveBackIsChangedByTheApi(String map) {
    assertThat(ofVariables(map))
        .isEqualTo("as one line of text its value would become another one; change it by the API");
  }

  private static String ofVariables(String map) {
    var file = "{runtime: {kubernetes: {injector: {sidecarContainer: {envVars: " + map + "}}}}}";
    var loaded = SettingsLoader.load(SettingsSources.none().withFile("kuma.yaml", file));
    var leaf = Catalogue.byPath(LivePaths.ROOT + ".sidecarContainer.envVars").orElseThrow();
    return notEditable(leaf, ((LoadedSettings.Valid) loaded).settings());
  }

  private static String notEditable(SettingLeaf leaf, Settings settings) {
    JsonNode value = SettingsJson.at(settings, leaf.path()).orElseThrow();
    return SettingsViews.notEditable(leaf, value, true);
  }
}
