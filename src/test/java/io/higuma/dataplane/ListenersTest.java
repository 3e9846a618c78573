package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.ServiceView.TargetPort;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final String TYPE = "k8s.kuma.io/zone-proxy-type";

  @Test
  void aZoneProxyHasListenersInsteadOfInboundsAndReachesNothing() {
    Subject pod =
        zoneProxy()
            .service(
                service("zi")
                    .label(TYPE, "ingress")
                    .port("main", 10001, new TargetPort.Numbered(10001), "TCP", "")
                    .build())
            .service(service("ze").label(TYPE, "egress").port(10002, 10002).build());
    JsonNode networking = pod.networking();
    assertThat(networking.path("listeners").path(0))
        .hasToString(
            "{\"type\":\"ZoneEgress\",\"address\":\"10.0.0.7\",\"port\":10002,\"name\":\"ze-10002\"}");
    assertThat(networking.path("listeners").path(1))
        .hasToString(
            "{\"type\":\"ZoneIngress\",\"address\":\"10.0.0.7\",\"port\":10001,\"name\":\"main\"}");
    assertThat(networking.has("inbound")).isFalse();
    assertThat(networking.path("transparentProxying")).hasToString("{\"reachableBackends\":{}}");
    assertThat(pod.dataplane().labels())
        .containsEntry("kuma.io/listener-zoneingress", "enabled")
        .containsEntry("kuma.io/listener-zoneegress", "enabled");
  }

  @Test
  void aPodMayBeBoth() {
    Subject pod =
        zoneProxy()
            .service(service("zi").label(TYPE, "ingress").port(10001, 10001).build())
            .service(service("web").port(80, 8080).build());
    assertThat(pod.inbound().path("port").asInt()).isEqualTo(8080);
    assertThat(pod.networking().path("listeners")).hasSize(1);
    assertThat(pod.networking().has("transparentProxying")).isFalse();
    assertThat(pod.dataplane().labels())
        .containsKey("kuma.io/listener-zoneingress")
        .doesNotContainKey("kuma.io/listener-zoneegress");
  }

  @Test
  void aListenerOfATerminatingPodIsNotReady() {
    Subject pod =
        zoneProxy()
            .terminating()
            .service(service("zi").label(TYPE, "ingress").port(10001, 10001).build());
    assertThat(pod.networking().path("listeners").path(0).path("state").asText())
        .isEqualTo("NotReady");
  }

  @Test
  void theSamePortOfTheSameTypeCountsOnce() {
    Subject pod =
        zoneProxy()
            .service(service("a").label(TYPE, "ingress").port(1, 10001).build())
            .service(service("b").label(TYPE, "ingress").port(2, 10001).build());
    assertThat(pod.networking().path("listeners")).hasSize(1);
    assertThat(pod.networking().path("listeners").path(0).path("name").asText()).isEqualTo("a-1");
  }

  @Test
  void theSamePortOfAnotherTypeIsAConflictThatNamesBothServices() {
    Subject pod =
        zoneProxy()
            .service(service("a").label(TYPE, "ingress").port(1, 10001).build())
            .service(service("b").label(TYPE, "egress").port(2, 10001).build());
    assertThat(pod.failures())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(ConversionProblem.Code.LISTENER_CONFLICT);
              assertThat(problem.toString()).contains("Service b, port 2", "'a'", "10001");
            });
  }

  @Test
  void anyOtherTypeFails() {
    Subject pod = zoneProxy().service(service("a").label(TYPE, "sideways").port(1, 10001).build());
    assertThat(pod.failures())
        .extracting(ConversionProblem::code)
        .contains(ConversionProblem.Code.UNKNOWN_ZONE_PROXY_TYPE);
  }

  @Test
  void outsideAnExclusiveMeshListenersAreSkippedWithAWarning() {
    Subject pod =
        pod()
            .service(service("zi").label(TYPE, "ingress").port(10001, 10001).build())
            .service(service("web").port(80, 8080).build());
    assertThat(pod.networking().has("listeners")).isFalse();
    assertThat(pod.dataplane().problems())
        .extracting(ConversionProblem::code)
        .containsExactly(ConversionProblem.Code.LISTENERS_NEED_EXCLUSIVE_MESH);
  }

  @Test
  void outsideAnExclusiveMeshAZoneProxyWithoutInboundsFails() {
    Subject pod = pod().service(service("zi").label(TYPE, "ingress").port(10001, 10001).build());
    assertThat(pod.failures()).extracting(ConversionProblem::path).containsExactly("networking");
  }

  private static Subject zoneProxy() {
    return pod().inMesh("exclusive");
  }
}
