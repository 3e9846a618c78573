package io.higuma.dataplane;

import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransparentProxyingTest {
  private static final String BACKENDS = "kuma.io/reachable-backends";

  @Test
  void aRedirectedPodSaysWhereTo() {
    JsonNode section = section(pod().redirected());
    assertThat(section.path("redirectPortInbound").asInt()).isEqualTo(15006);
    assertThat(section.path("redirectPortOutbound").asInt()).isEqualTo(15001);
    assertThat(section.path("ipFamilyMode").asText()).isEqualTo("DualStack");
  }

  @ParameterizedTest
  @CsvSource({"ipv4, IPv4", "dualstack, DualStack"})
  void theIpFamilyIsTheAnnotations(String value, String expected) {
    Subject pod =
        pod().redirected().annotation("kuma.io/transparent-proxying-ip-family-mode", value);
    assertThat(section(pod).path("ipFamilyMode").asText()).isEqualTo(expected);
  }

  @Test
  void aPodThatIsNotRedirectedHasNoSection() {
    Subject pod = pod().annotation("kuma.io/direct-access-services", "*");
    assertThat(pod.networking().has("transparentProxying")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kuma.io/transparent-proxying-inbound-port",
        "kuma.io/transparent-proxying-outbound-port"
      })
  void bothPortsMustBeThere(String missing) {
    Subject pod =
        pod()
            .redirected()
            .change(p -> p.editMetadata().removeFromAnnotations(missing).endMetadata());
    assertThat(pod.failures())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ConversionProblem.Code.MISSING_ANNOTATION);
              assertThat(problem.path()).isEqualTo(missing);
            });
  }

  @Test
  void everyBadValueIsReportedAtOnce() {
    Subject pod =
        pod()
            .redirected()
            .annotation("kuma.io/transparent-proxying-inbound-port", "x")
            .annotation("kuma.io/transparent-proxying-ip-family-mode", "ipv6")
            .annotation("kuma.io/envoy-admin-port", "-1");
    assertThat(pod.failures())
        .extracting(ConversionProblem::path)
        .containsExactlyInAnyOrder(
            "kuma.io/transparent-proxying-inbound-port",
            "kuma.io/transparent-proxying-ip-family-mode",
            "kuma.io/envoy-admin-port");
  }

  @Test
  void inConfigMapModeOnlyWhatThePodReachesIsThere() {
    Subject pod =
        pod()
            .annotation("traffic.kuma.io/transparent-proxy-config", "redirect: {}")
            .annotation("kuma.io/direct-access-services", "a");
    assertThat(section(pod)).hasSize(1);
    assertThat(section(pod).path("directAccessServices")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "disabled", "on", ""})
  void inConfigMapModeALeftoverAnnotationMeansNothing(String value) {
    Subject pod =
        pod()
            .annotation("traffic.kuma.io/transparent-proxy-config", "redirect: {}")
            .annotation("kuma.io/transparent-proxying", value)
            .annotation("kuma.io/direct-access-services", "a");
    assertThat(section(pod)).hasToString("{\"directAccessServices\":[\"a\"]}");
  }

  @Test
  void inConfigMapModeOnePortNeedsTheOther() {
    Subject pod =
        pod().redirected().annotation("traffic.kuma.io/transparent-proxy-config", "redirect: {}");
    assertThat(section(pod).path("redirectPortInbound").asInt()).isEqualTo(15006);
    String missing = "kuma.io/transparent-proxying-outbound-port";
    assertThat(
            pod.change(p -> p.editMetadata().removeFromAnnotations(missing).endMetadata())
                .failures())
        .extracting(ConversionProblem::path)
        .containsExactly(missing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kuma.io/direct-access-services",
        "kuma.io/transparent-proxying-reachable-services"
      })
  void listsAreTrimmedAndMayNotBeEmpty(String key) {
    String field = key.contains("direct") ? "directAccessServices" : "reachableServices";
    JsonNode list = section(pod().redirected().annotation(key, " a, b ,,c")).path(field);
    assertThat(list.valueStream().map(JsonNode::asText)).containsExactly("a", "b", "c");
    assertThat(section(pod().redirected().annotation(key, " , ")).has(field)).isFalse();
  }

  @Test
  void directAccessToEverythingIsAStar() {
    JsonNode section =
        section(pod().redirected().annotation("kuma.io/direct-access-services", "*"));
    assertThat(section.path("directAccessServices").path(0).asText()).isEqualTo("*");
  }

  @Test
  void reachableBackendsAreReadFromYaml() {
    String yaml =
        """
        refs:
        - kind: MeshService
          name: backend
          namespace: shop
          port: 80
        - kind: MeshExternalService
          labels:
            team: 7
        """;
    JsonNode refs = section(backends(yaml)).path("reachableBackends").path("refs");
    assertThat(refs.path(0).toString())
        .isEqualTo(
            "{\"kind\":\"MeshService\",\"name\":\"backend\",\"namespace\":\"shop\",\"port\":80}");
    assertThat(refs.path(1).path("labels").path("team").asText()).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "", "refs: []", "refs:"})
  void noBackendsAtAllIsAnEmptyList(String yaml) {
    JsonNode section = section(backends(yaml));
    assertThat(section.path("reachableBackends").isObject()).isTrue();
    assertThat(section.path("reachableBackends")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs: nonsense",
        "nonsense",
        "[]",
        "refs: [1]",
        "refs: [{kind: Pod, name: a}]",
        "refs: [{kind: MeshService}]",
        "refs: [{kind: MeshService, name: a, labels: {b: c}}]",
        "refs: [{kind: MeshService, name: a, port: x}]",
        "refs: [{kind: MeshService, name: a, port: -1}]",
        "refs: [{kind: MeshService, name: [a]}]",
        "refs: [{kind: MeshService, labels: a}]",
        "refs: {",
        "*a",
        "\t- x"
      })
  void badBackendsFail(String yaml) {
    assertThat(backends(yaml).failures())
        .allSatisfy(problem -> assertThat(problem.path()).isEqualTo(BACKENDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"backend_demo_svc_80", "Redis", "-a", "a..b"})
  void theNameOfABackendIsThatOfAnObject(String name) {
    Subject pod = backends("refs: [{kind: MeshService, name: %s}]".formatted(name));
    assertThat(pod.failures())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo(BACKENDS);
              assertThat(problem.message())
                  .isEqualTo(
                      "refs[0].name: value '"
                          + name
                          + "' is not valid: expected a DNS-1123 subdomain: 1 to 253 lower case"
                          + " letters, digits, inner dashes and dots");
            });
  }

  @Test
  void backendsHaveKeysInAnyCase() {
    assertThat(
            section(backends("Refs: [{Kind: MeshService, NAME: a, Port: 80}]"))
                .path("reachableBackends"))
        .hasToString("{\"refs\":[{\"kind\":\"MeshService\",\"name\":\"a\",\"port\":80}]}");
  }

  @Test
  void badBackendsOfAPodThatIsNotRedirectedDoNotMatter() {
    assertThat(pod().annotation(BACKENDS, "refs: nonsense").inbounds()).hasSize(1);
  }

  private static Subject backends(String yaml) {
    return pod().redirected().annotation(BACKENDS, yaml);
  }

  private static JsonNode section(Subject pod) {
    return pod.networking().path("transparentProxying");
  }
}
