package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.app.tracing.TraceExport;
import io.higuma.cli.LogOptions;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Quarkus reads the properties that are derived from settings. */
class QuarkusPropertiesTest {
  private static final String ORIGINS = "quarkus.http.cors.origins";

  private static Map<String, String> properties(String name, String value) {
    var sources = SettingsSources.none().withEnv(Map.of(name, value));
    var settings =
        switch (SettingsLoader.load(sources)) {
          case LoadedSettings.Valid valid -> valid.settings();
          case LoadedSettings.Invalid(var violations, _) ->
              throw new IllegalArgumentException(violations.toString());
        };
    var traces =
        TraceExport.of(
            settings.tracing().openTelemetry(), Map.of(), new TraceExport.Service("1", "one"));
    return QuarkusProperties.of(settings, new LogOptions(), traces);
  }

  private static Optional<List<String>> origins(String domains) {
    var properties = properties("KUMA_API_SERVER_CORS_ALLOWED_DOMAINS", domains);
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new PropertiesConfigSource(properties, "settings", 100))
        .build()
        .getOptionalValues(ORIGINS, String.class);
  }

  private static boolean isAllowed(String domains, String origin) {
    var origins = origins(domains);
    return origins.orElseThrow().contains(origin)
        || CORSFilter.isOriginAllowedByRegex(CORSFilter.parseAllowedOriginsRegex(origins), origin);
  }

  @ParameterizedTest
  @CsvSource({
    "https://Example.org:8443, https://example.org:8443, https://example_org:8443",
    "https://.*\\.example\\.com, https://a.example.com, https://axexample.com",
    "https://.*\\.example\\.com, https://a.b.example.com, https://a.example.com.attacker.net",
    "/https://a\\.com/, https://a.com, https://b.com",
    "'https://a.com, https://b\\.c(om|d)', https://b.cd, https://b.ce"
  })
  void anOriginIsAllowedIfItIsOrMatchesAsAWhole(String domains, String allowed, String other) {
    assertThat(isAllowed(domains, allowed)).isTrue();
    assertThat(isAllowed(domains, other)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({".*", "*", "/.*/", "'https://a.com,*'"})
  void allOriginsAreAllowed(String domains) {
    assertThat(isAllowed(domains, "http://anything.example:81")).isTrue();
  }

  @Test
  void withoutDomainsNoOriginIsConfigured() {
    assertThat(origins("")).isEmpty();
  }

  /** With 0 Quarkus would end requests at once. */
  @ParameterizedTest
  @CsvSource({"10s, 10000ms", "1500ms, 1500ms", "0s, 31536000000ms"})
  void noReadTimeoutIsAVeryLongOne(String setting, String property) {
    assertThat(properties("KUMA_API_SERVER_READ_TIMEOUT", setting))
        .containsEntry("quarkus.http.read-timeout", property);
  }
}
