package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.app.tracing.TraceExport;
import io.higuma.cli.LogOptions;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings as properties of Quarkus. */
class QuarkusPropertiesTest {

  /** With 0 Quarkus would end requests at once. */
  @ParameterizedTest
  @CsvSource({"10s, 10000ms", "1500ms, 1500ms", "0s, 31536000000ms"})
  void noReadTimeoutIsAVeryLongOne(String setting, String property) {
    assertThat(properties("apiServer.readTimeout=" + setting))
        .containsEntry("quarkus.http.read-timeout", property);
  }

  private static Map<String, String> properties(String set) {
    var loaded = SettingsLoader.load(SettingsSources.none().withSet(List.of(set)));
    var settings = ((LoadedSettings.Valid) loaded).settings();
    var service = new TraceExport.Service("1", "a");
    var traces = TraceExport.of(settings.tracing().openTelemetry(), Map.of(), service);
    return QuarkusProperties.of(settings, new LogOptions(), traces);
  }
}
