package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.dataplane.ConversionTrace.PortFate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static final String GATEWAY = "kuma.io/gateway";

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "true", "yes", "provided"})
  void aDelegatedGatewayHasTheTagsOfItsFirstPortAndNoInbounds(String value) {
    Subject pod =
        pod()
            .annotation(GATEWAY, value)
            .service(service("b").port(80, 8080).build())
            .service(service("a").port(443, 8443).port(80, 8080).build());
    assertThat(pod.inbounds()).isEmpty();
    assertThat(tags(pod).path("kuma.io/service").asText()).isEqualTo("a_shop_svc_443");
    assertThat(pod.convert().trace().services())
        .flatExtracting(ConversionTrace.ServiceStep::ports)
        .extracting(ConversionTrace.PortStep::fate)
        .containsExactly(PortFate.GATEWAY_TAGS, PortFate.NOT_FIRST, PortFate.NOT_FIRST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"disabled", "false", "no"})
  void aPodThatIsNoGatewayHasInbounds(String value) {
    Subject pod = pod().annotation(GATEWAY, value);
    assertThat(pod.networking().has("gateway")).isFalse();
    assertThat(pod.inbounds()).hasSize(1);
  }

  @Test
  void anyOtherValueFails() {
    assertThat(pod().annotation(GATEWAY, "perhaps").failures())
        .singleElement()
        .satisfies(problem -> assertThat(problem.path()).isEqualTo(GATEWAY));
  }

  @Test
  void anUnsupportedProtocolIsNotTaggedAndGivesAWarning() {
    Subject pod =
        pod().annotation(GATEWAY, "enabled").service(service("a").port(80, 8080, "http").build());
    assertThat(tags(pod).has("kuma.io/protocol")).isFalse();
    assertThat(pod.dataplane().problems())
        .extracting(ConversionProblem::code)
        .containsExactly(ConversionProblem.Code.PROTOCOL_NOT_FOR_GATEWAY);
  }

  @Test
  void tcpIsTagged() {
    Subject pod = pod().annotation(GATEWAY, "enabled").service(service("a").port(80, 8080).build());
    assertThat(tags(pod).path("kuma.io/protocol").asText()).isEqualTo("tcp");
  }

  @Test
  void withoutServicesItHasTheTagsOfThePod() {
    Subject pod = pod().annotation(GATEWAY, "enabled").owner("apps/v1", "StatefulSet", "edge");
    assertThat(tags(pod).path("kuma.io/service").asText()).isEqualTo("edge_shop_svc");
    assertThat(tags(pod).path("kuma.io/instance").asText()).isEqualTo("demo-1");
  }

  @Test
  void withoutServicesItKeepsReservedLabelsAsKumaDoes() {
    Subject pod = pod().annotation(GATEWAY, "enabled").inMesh("blue");
    assertThat(tags(pod).path("kuma.io/mesh").asText()).isEqualTo("blue");
  }

  @Test
  void aProvidedGatewayIsNamedAfterItsDeployment() {
    Subject pod =
        pod()
            .annotation(GATEWAY, "provided")
            .owner("apps/v1", "ReplicaSet", "edge-1")
            .replicaSet("edge-1", new OwnerView("Deployment.apps", "edge", true))
            .service(service("a").port(80, 8080).build());
    JsonNode tags = tags(pod);
    assertThat(tags).hasSize(1);
    assertThat(tags.path("kuma.io/service").asText()).isEqualTo("edge_shop_svc");
  }

  @Test
  void itsOwnerDoesNotMatterIfAServiceNamesIt() {
    Subject pod =
        pod()
            .annotation(GATEWAY, "enabled")
            .owner("apps/v1", "ReplicaSet", "late")
            .service(service("a").port(80, 8080).build());
    assertThat(tags(pod).path("kuma.io/service").asText()).isEqualTo("a_shop_svc_80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "provided"})
  void anUnknownOwnerIsOneFailureIfNoServiceNamesIt(String value) {
    assertThat(pod().annotation(GATEWAY, value).owner("apps/v1", "ReplicaSet", "late").failures())
        .extracting(ConversionProblem::code)
        .containsExactly(ConversionProblem.Code.OWNER_NOT_FOUND);
  }

  @Test
  void withoutInboundTagsItIsEmptyButThere() {
    JsonNode networking =
        pod()
            .annotation(GATEWAY, "enabled")
            .withoutInboundTags()
            .service(service("a").port(80, 8080).build())
            .networking();
    assertThat(networking.path("gateway").isObject()).isTrue();
    assertThat(networking.path("gateway")).isEmpty();
  }

  private static JsonNode tags(Subject pod) {
    return pod.networking().path("gateway").path("tags");
  }
}
