package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.dataplane.DataplaneResult.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhichPodsTest {

  @Test
  void aPodWithoutSidecarIsLeftAlone() {
    Subject pod = pod().annotation("kuma.io/sidecar-injected", "false");
    assertThat(pod.reason()).isEqualTo(Reason.NOT_INJECTED);
    assertThat(pod.reason().deletes()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "kuma.io/ingress, enabled, ZONE_INGRESS",
    "kuma.io/egress, true, ZONE_EGRESS",
    "kuma.io/gateway, builtin, BUILTIN_GATEWAY"
  })
  void proxiesOfOtherKindsAreLeftAlone(String annotation, String value, Reason reason) {
    assertThat(pod().annotation(annotation, value).reason()).isEqualTo(reason);
    assertThat(reason.deletes()).isFalse();
  }

  @Test
  void aPodThatHasSucceededLosesItsDataplane() {
    Subject pod = pod().change(p -> p.editStatus().withPhase("Succeeded").endStatus());
    assertThat(pod.reason()).isEqualTo(Reason.SUCCEEDED);
    assertThat(pod.reason().deletes()).isTrue();
  }

  @Test
  void anEvictedPodLosesItsDataplane() {
    Subject pod =
        pod().change(p -> p.editStatus().withPhase("Failed").withReason("Evicted").endStatus());
    assertThat(pod.reason()).isEqualTo(Reason.EVICTED);
    assertThat(pod.reason().deletes()).isTrue();
  }

  @Test
  void aPodWithoutAddressLosesItsDataplane() {
    Subject pod = pod().change(p -> p.editStatus().withPodIP(null).endStatus());
    assertThat(pod.reason()).isEqualTo(Reason.NO_IP);
    assertThat(pod.reason().deletes()).isTrue();
  }

  @Test
  void aPodThatHasFailedKeepsItsDataplane() {
    Subject pod = pod().change(p -> p.editStatus().withPhase("Failed").endStatus());
    assertThat(pod.inbounds()).hasSize(1);
  }

  @Test
  void aMissingMeshFailsWithoutAnEvent() {
    assertThat(pod().inMesh("gone").failures())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ConversionProblem.Code.MESH_NOT_FOUND);
              assertThat(problem.code().isReportedAsEvent()).isFalse();
              assertThat(problem.code().isTransient()).isTrue();
            });
  }

  @Test
  void aPodThatNeedsNoDataplaneNeedsNoMesh() {
    Subject pod = pod().inMesh("gone").annotation("kuma.io/sidecar-injected", "no");
    assertThat(pod.reason()).isEqualTo(Reason.NOT_INJECTED);
  }

  @Test
  void theNamespaceNamesTheMeshOfPodsThatNameNone() {
    Subject pod = pod();
    pod.world.namespaceMeshes.put(Subject.NAMESPACE, "blue");
    assertThat(pod.dataplane().mesh()).isEqualTo("blue");
    assertThat(pod.inMesh("exclusive").dataplane().mesh()).isEqualTo("exclusive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kuma.io/sidecar-injected", "kuma.io/ingress", "kuma.io/egress"})
  void aDecisionThatCannotBeReadFails(String annotation) {
    assertThat(pod().annotation(annotation, "perhaps").failures())
        .singleElement()
        .satisfies(problem -> assertThat(problem.path()).isEqualTo(annotation));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "not-an-address", "10.0.0.0/8"})
  void aBadAddressFails(String address) {
    Subject pod = pod().change(p -> p.editStatus().withPodIP(address).endStatus());
    assertThat(pod.failures())
        .extracting(ConversionProblem::path)
        .containsExactly("networking.address");
  }

  @Test
  void theAdminPortMayNotBeAnInboundOnLoopback() {
    Subject pod =
        pod()
            .annotation("kuma.io/envoy-admin-port", "8080")
            .service(service("web").port(80, 8080).build());
    assertThat(pod.networking().path("admin").path("port").asInt()).isEqualTo(8080);
    pod.change(p -> p.editStatus().withPodIP("127.0.0.1").endStatus());
    assertThat(pod.failures())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("Service web, port 80"));
  }

  @Test
  void withoutTheAnnotationThereIsNoAdminPort() {
    assertThat(pod().networking().has("admin")).isFalse();
    assertThat(pod().annotation("kuma.io/envoy-admin-port", "0").networking().path("admin"))
        .isEmpty();
  }
}
