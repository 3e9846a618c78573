package io.higuma.dataplane;

import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbesTest {

  @Test
  void withoutVirtualProbesThereIsNothing() {
    assertThat(pod().probe("/8080/ready", 9000).dataplane().spec().has("probes")).isFalse();
  }

  @Test
  void withoutHttpProbesOnlyThePortIsThere() {
    assertThat(probes(on())).hasToString("{\"port\":9000}");
  }

  @Test
  void aVirtualProbeLeadsToTheRealOne() {
    assertThat(probes(on().probe("/8080/healthz/ready", 9000)).path("endpoints").path(0))
        .hasToString(
            "{\"inboundPort\":8080,\"inboundPath\":\"/healthz/ready\",\"path\":\"/8080/healthz/ready\"}");
  }

  @Test
  void aPathThatEndsWithThePortLeadsToTheRoot() {
    assertThat(
            probes(on().probe("/8080", 9000))
                .path("endpoints")
                .path(0)
                .path("inboundPath")
                .asText())
        .isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tcp/8080", "/grpc/8080"})
  void probesOfTheProbeProxyAreLeftOut(String path) {
    assertThat(probes(on().probe(path, 9000)).has("endpoints")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/ready, 9000",
    "8080/ready, 9000",
    "/8080/ready, 8080",
    "/99999/x, 9000",
    "/, 9000",
    "'', 9000"
  })
  void aProbeThatIsNotVirtualFails(String path, int port) {
    assertThat(on().probe(path, port).failures())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.code()).isEqualTo(ConversionProblem.Code.INVALID_SPEC));
  }

  @Test
  void aProbeOfTheProbeProxyLeadsToTheRealOneToo() {
    Subject pod =
        on().annotation("kuma.io/application-probe-proxy-port", "9001").probe("/8080/ready", 9001);
    assertThat(probes(pod))
        .hasToString(
            "{\"port\":9000,\"endpoints\":[{\"inboundPort\":8080,\"inboundPath\":\"/ready\","
                + "\"path\":\"/8080/ready\"}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tcp/8080", "/grpc/8080"})
  void probesThatOnlyTheProbeProxyHandlesAreLeftOut(String path) {
    Subject pod = on().annotation("kuma.io/application-probe-proxy-port", "9001").probe(path, 9001);
    assertThat(probes(pod)).hasToString("{\"port\":9000}");
  }

  @Test
  void aProbeOfAnotherPortThanThatOfTheProbeProxyFails() {
    Subject pod =
        on().annotation("kuma.io/application-probe-proxy-port", "9001").probe("/8080/ready", 9002);
    assertThat(pod.failures())
        .extracting(ConversionProblem::message)
        .containsExactly(
            "is not a virtual probe: expected the port of virtual probes, 9000, or of the"
                + " application probe proxy, 9001");
  }

  @Test
  void aProbeOfANameThatNoPortHasIsLeftOut() {
    assertThat(probes(on().probe("/ready", 0).probe("/8080/live", 9000)).path("endpoints"))
        .hasSize(1);
  }

  @Test
  void thePortIsNotZero() {
    assertThat(on().annotation("kuma.io/virtual-probes-port", "0").failures())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ConversionProblem.Code.BAD_ANNOTATION);
              assertThat(problem.message()).contains("'0'", "from 1 to 65535");
            });
  }

  @Test
  void thePortMustBeThere() {
    assertThat(pod().annotation("kuma.io/virtual-probes", "enabled").failures())
        .singleElement()
        .satisfies(problem -> assertThat(problem.path()).isEqualTo("kuma.io/virtual-probes-port"));
  }

  @Test
  void containersBehindTheSidecarHaveProbesAndTheSidecarHasNone() {
    Subject pod =
        on().change(
                p ->
                    p.editSpec()
                        .editFirstInitContainer()
                        .withNewReadinessProbe()
                        .withNewHttpGet()
                        .withPath("/ready")
                        .withNewPort(9902)
                        .endHttpGet()
                        .endReadinessProbe()
                        .endInitContainer()
                        .addNewInitContainer()
                        .withName("log")
                        .withRestartPolicy("Always")
                        .withNewLivenessProbe()
                        .withNewHttpGet()
                        .withPath("/1234/live")
                        .withNewPort(9000)
                        .endHttpGet()
                        .endLivenessProbe()
                        .endInitContainer()
                        .endSpec());
    assertThat(probes(pod).path("endpoints").valueStream().map(e -> e.path("inboundPort").asInt()))
        .containsExactly(1234);
  }

  private static Subject on() {
    return pod()
        .annotation("kuma.io/virtual-probes", "enabled")
        .annotation("kuma.io/virtual-probes-port", "9000");
  }

  private static JsonNode probes(Subject pod) {
    return pod.dataplane().spec().path("probes");
  }
}
