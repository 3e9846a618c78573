package io.higuma.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.testing.Tool;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes and scrapes use the protocol that {@code diagnostics.tlsEnabled} sets. */
class ChartDiagnosticsTest {
  private static final String MONITOR = "controlPlane.serviceMonitor.enabled=true";
  private static final String IN_FILE = "controlPlane.config.diagnostics.tlsEnabled=true";
  private static final String VARIABLE = "controlPlane.envVars.KUMA_DIAGNOSTICS_TLS_ENABLED=";
  private static final String ENTRY =
      "controlPlane.envVarEntries[0].name=KUMA_DIAGNOSTICS_TLS_ENABLED,"
          + "controlPlane.envVarEntries[0].value=";

  private record Rendered(List<JsonNode> objects) {
    static Rendered of(String... values) {
      Stream<String> command =
          Stream.of("template", "higuma", ValueSet.CHART, "--kube-version=1.30.0");
      Stream<String> set = Stream.of("--namespace=mesh", "--set=" + MONITOR);
      Stream<String> more = Stream.of(values).map(value -> "--set=" + value);
      String[] arguments =
          Stream.of(command, set, more).flatMap(each -> each).toArray(String[]::new);
      return new Rendered(ValueSet.objects(Tool.HELM.run(arguments).succeeded().out()));
    }

    private JsonNode object(String kind) {
      return objects.stream()
          .filter(object -> object.path("kind").asText().equals(kind))
          .filter(object -> object.at("/metadata/name").asText().equals("kuma-control-plane"))
          .findFirst()
          .orElseThrow();
    }

    List<String> probeSchemes() {
      JsonNode container = object("Deployment").at("/spec/template/spec/containers/0");
      return Stream.of("startupProbe", "livenessProbe", "readinessProbe")
          .map(probe -> container.path(probe).path("httpGet").path("scheme").asText("HTTP"))
          .toList();
    }

    JsonNode endpoint() {
      return object("ServiceMonitor").at("/spec/endpoints/0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        IN_FILE,
        "controlPlane.config=diagnostics: {tlsEnabled: true}",
        VARIABLE + "true",
        VARIABLE + "1",
        ENTRY + "true",
        "controlPlane.config.diagnostics.tlsEnabled=false," + VARIABLE + "true",
      })
  void allClientsUseTls(String values) {
    Rendered rendered = Rendered.of(values);
    assertThat(rendered.probeSchemes()).containsOnly("HTTPS");
    assertThat(rendered.endpoint().path("scheme").asText()).isEqualTo("https");
    JsonNode service = rendered.object("Service");
    assertThat(service.at("/metadata/annotations/prometheus.io~1scheme").asText())
        .isEqualTo("https");
    assertThat(service.at("/spec/ports/0/appProtocol").asText()).isEqualTo("https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "controlPlane.config.diagnostics.debugEndpoints=true",
        "controlPlane.config.diagnostics.tlsEnabled=false",
        "controlPlane.config.diagnostics=null",
        VARIABLE + "false",
        IN_FILE + "," + VARIABLE + "false",
        IN_FILE + "," + ENTRY + "false",
      })
  void allClientsUsePlainHttp(String values) {
    Rendered rendered = Rendered.of(values);
    assertThat(rendered.probeSchemes()).containsOnly("HTTP");
    assertThat(rendered.endpoint().has("scheme")).isFalse();
    assertThat(rendered.endpoint().has("tlsConfig")).isFalse();
    JsonNode service = rendered.object("Service");
    assertThat(service.at("/metadata/annotations").has("prometheus.io/scheme")).isFalse();
    assertThat(service.at("/spec/ports/0/appProtocol").asText()).isEqualTo("http");
  }

  @ParameterizedTest
  @CsvSource({
    "controlPlane.replicas=1, higuma-ca",
    "controlPlane.tls.general.secretName=mine, mine",
    "controlPlane.tls.general.certManager.enabled=true, kuma-tls-cert",
  })
  void prometheusTrustsTheAuthorityOfTheWebhooksCertificate(String value, String secret) {
    JsonNode tls = Rendered.of(IN_FILE, value).endpoint().path("tlsConfig");
    assertThat(tls.at("/ca/secret/name").asText()).isEqualTo(secret);
    assertThat(tls.at("/ca/secret/key").asText()).isEqualTo("ca.crt");
    assertThat(tls.path("serverName").asText()).isEqualTo("kuma-control-plane.mesh.svc");
    assertThat(tls.has("insecureSkipVerify")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "controlPlane.config.diagnostics.tlsCertFile=/own/tls.crt",
        "controlPlane.config.general.tlsCertFile=/own/tls.crt",
        "controlPlane.envVars.KUMA_DIAGNOSTICS_TLS_CERT_FILE=/own/tls.crt",
        "controlPlane.envVars.KUMA_GENERAL_TLS_CERT_FILE=/own/tls.crt",
      })
  void prometheusVerifiesNoCertificateOfAnUnknownAuthority(String value) {
    JsonNode tls = Rendered.of(IN_FILE, value).endpoint().path("tlsConfig");
    assertThat(tls.path("insecureSkipVerify").asBoolean()).isTrue();
    assertThat(tls.has("ca")).isFalse();
  }

  @Test
  void annotationOfTheUserIsKept() {
    String value = "controlPlane.service.annotations.prometheus\\.io/scheme=http";
    assertThat(
            Rendered.of(IN_FILE, value)
                .object("Service")
                .at("/metadata/annotations/prometheus.io~1scheme")
                .asText())
        .isEqualTo("http");
  }
}
