package io.higuma.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Translation of settings and OpenTelemetry variables to Quarkus properties. */
class TraceExportTest {
  private static final TraceExport.Service SERVICE = new TraceExport.Service("1.2.3", "pod-1");
  private static final String BASE = "http://collector:4318";
  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.traces.endpoint";

  @Test
  void offDisablesTheSdk() {
    var off = new Settings.OpenTelemetry(false, BASE);
    assertThat(
            TraceExport.of(off, Map.of("OTEL_TRACES_SAMPLER", "sometimes"), SERVICE).properties())
        .isEqualTo(Map.of("quarkus.otel.sdk.disabled", "true"));
  }

  @Test
  void endpointIsTheMostExactOne() {
    var wrong = "http://other:1";
    var older = new Settings.OpenTelemetry(true, "collector:4318");
    assertThat(TraceExport.of(older, Map.of(), SERVICE).properties()).containsEntry(ENDPOINT, BASE);
    assertThat(on("OTEL_EXPORTER_OTLP_ENDPOINT", BASE + "/")).containsEntry(ENDPOINT, BASE);
    var variables =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            wrong,
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            BASE + "/v1/traces");
    var export = TraceExport.of(older, variables, SERVICE);
    assertThat(export.properties()).containsEntry(ENDPOINT, BASE);
    assertThat(export.endpoint()).isEqualTo(BASE + "/v1/traces");
  }

  @Test
  void variablesSetResourceAndHeaders() {
    var variables =
        Map.of(
            "OTEL_SERVICE_NAME", "mesh",
            "OTEL_RESOURCE_ATTRIBUTES", "service.name=no,deployment.environment=a%20b",
            "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20x%2Cy, tenant=7");
    assertThat(
            TraceExport.of(new Settings.OpenTelemetry(true, ""), variables, SERVICE).properties())
        .containsEntry("quarkus.otel.service.name", "mesh")
        .containsEntry(
            "quarkus.otel.resource.attributes",
            "service.version=1.2.3,service.instance.id=pod-1,deployment.environment=a b")
        .containsEntry(
            "quarkus.otel.exporter.otlp.traces.headers", "authorization=Bearer x\\,y,tenant=7");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, nowhere:4318",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://collector/somewhere",
    "OTEL_TRACES_SAMPLER, sometimes",
    "OTEL_EXPORTER_OTLP_HEADERS, secret"
  })
  void invalidValueIsNamed(String variable, String value) {
    assertThatThrownBy(() -> on(variable, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable.contains("HEADERS") ? variable : value)
        .hasMessageNotContaining("secret");
  }

  @Test
  void ratioMustBeAPartOfOne() {
    assertThatThrownBy(() -> on("OTEL_TRACES_SAMPLER_ARG", "2"))
        .hasMessage("OTEL_TRACES_SAMPLER_ARG: '2' is not a number from 0 to 1");
  }

  @Test
  void unsupportedProtocolIsWarnedAbout() {
    var variables = Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    assertThat(TraceExport.of(new Settings.OpenTelemetry(true, ""), variables, SERVICE).warnings())
        .containsExactly(
            "OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not supported;"
                + " traces are exported with http/protobuf");
  }

  private static Map<String, String> on(String variable, String value) {
    return TraceExport.of(new Settings.OpenTelemetry(true, ""), Map.of(variable, value), SERVICE)
        .properties();
  }
}
