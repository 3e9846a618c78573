package io.higuma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Dataplanes of Pods that were injected offline. */
class InjectedDataplaneTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void virtualProbesWorkWithTheApplicationProbeProxy() throws JsonProcessingException {
    assertThat(dataplane("{kuma.io/virtual-probes: enabled}").at("/spec/probes"))
        .hasToString(
            "{\"port\":9000,\"endpoints\":[{\"inboundPort\":8080,\"inboundPath\":\"/ready\","
                + "\"path\":\"/8080/ready\"}]}");
  }

  @ParameterizedTest
  @CsvSource({"0, 9000", "9001, 9000", "9001, 19000"})
  void theSectionHasThePortOfVirtualProbes(int proxy, int virtual) throws JsonProcessingException {
    JsonNode probes =
        dataplane(
                "{kuma.io/virtual-probes: enabled, kuma.io/virtual-probes-port: '%d',"
                        .formatted(virtual)
                    + " kuma.io/application-probe-proxy-port: '%d'}".formatted(proxy))
            .at("/spec/probes");

    assertThat(probes.path("port").intValue()).isEqualTo(virtual);
    assertThat(probes.at("/endpoints/0/path").textValue()).isEqualTo("/8080/ready");
  }

  private static JsonNode dataplane(String annotations) throws JsonProcessingException {
    var injected = CommandRun.withInput(pod(annotations), "inject", "--always", "-");
    assertThat(injected.exitCode()).as(injected.err()).isZero();
    var converted = CommandRun.withInput(injected.out(), "dataplane", "-");
    assertThat(converted.exitCode()).as(converted.err()).isZero();
    return YAML.readTree(converted.out());
  }

  private static String pod(String annotations) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, uid: a, annotations: %s}
    spec:
      containers:
      - name: app
        image: shop
        readinessProbe: {httpGet: {path: /ready, port: 8080}}
        livenessProbe: {tcpSocket: {port: 8080}}
    status: {phase: Running, podIP: 10.0.0.7}
    """
        .formatted(annotations);
  }
}
