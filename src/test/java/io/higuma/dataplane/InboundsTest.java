package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.ServiceView.TargetPort;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundsTest {

  @Nested
  class Ports {
    @Test
    void anUndeclaredNumberIsAPortWithoutAName() {
      JsonNode inbound = pod().service(service("web").port(80, 9999).build()).inbound();
      assertThat(inbound.path("port").asInt()).isEqualTo(9999);
      assertThat(inbound.has("name")).isFalse();
    }

    @Test
    void theNameIsTheContainersNotTheServices() {
      JsonNode inbound =
          pod()
              .service(
                  service("web")
                      .port("front", 80, new TargetPort.Numbered(8080), "TCP", "")
                      .build())
              .inbound();
      assertThat(inbound.path("name").asText()).isEqualTo("http");
    }

    @Test
    void aNamedPortIsLookedUpInAllContainers() {
      Subject pod =
          pod()
              .container("second", "admin", 9090, "TCP")
              .service(service("web").port(80, "admin").build());
      assertThat(pod.inbound().path("port").asInt()).isEqualTo(9090);
    }

    @Test
    void aNamedPortMustHaveTheSameProtocol() {
      Subject pod =
          pod()
              .container("second", "dns", 53, "UDP")
              .service(service("web").port(53, "dns").build());
      assertThat(pod.inbound().path("port").asInt()).isEqualTo(49151);
    }

    @Test
    void aPortNameThatNobodyDeclaresIsLeftOutAndNamed() {
      Subject pod = pod().service(service("web").port(80, 8080).port(81, "missing").build());
      assertThat(pod.inbound().path("port").asInt()).isEqualTo(8080);
      assertThat(pod.dataplane().problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.code()).isEqualTo(ConversionProblem.Code.PORT_NOT_FOUND);
                assertThat(problem)
                    .hasToString(
                        "Pod shop/demo-1, Service web, port 81: no container declares a TCP port"
                            + " named 'missing'");
              });
    }

    @Test
    void servicesCountByNameAndPortsInTheirOrder() {
      Subject pod =
          pod()
              .service(service("zeta").port(1, 8080).build())
              .service(service("alpha").port(9, 8080).port(2, 7070).build());
      assertThat(pod.inbounds())
          .extracting(inbound -> inbound.path("tags").path("kuma.io/service").asText())
          .containsExactly("alpha_shop_svc_9", "alpha_shop_svc_2", "zeta_shop_svc_1");
    }

    @Test
    void twoServicesOnOnePortGiveTwoInbounds() {
      assertThat(
              pod()
                  .inMesh("exclusive")
                  .service(service("a").port(80, 8080).build())
                  .service(service("b").port(80, 8080).build())
                  .inbounds())
          .hasSize(2);
    }

    @Test
    void inAnExclusiveMeshWithoutTagsTheFirstOfThemWins() {
      Subject pod =
          pod()
              .withoutInboundTags()
              .service(service("a").port(80, 8080, "http").build())
              .service(service("b").port(80, 8080, "grpc").build());
      assertThat(pod.inbounds()).hasSize(2);
      assertThat(pod.inMesh("exclusive").inbound().path("protocol").asText()).isEqualTo("http");
    }
  }

  @Nested
  class Serviceless {
    @Test
    void aPodWithoutServicesHasOneReservedInbound() {
      JsonNode inbound = pod().inbound();
      assertThat(inbound.path("port").asInt()).isEqualTo(49151);
      assertThat(inbound.path("protocol").asText()).isEqualTo("tcp");
    }

    @Test
    void aPodWithOnlySkippedPortsHasOneReservedInbound() {
      assertThat(pod().service(service("web").port(80, "missing").build()).tag("kuma.io/service"))
          .isEqualTo("demo-1_shop_svc");
    }

    @Test
    void allContainersMustBeReady() {
      Subject pod = pod().container("second", "x", 1, "TCP").status("app", true);
      assertThat(pod.status("second", false).inbound().path("state").asText())
          .isEqualTo("NotReady");
    }

    @Test
    void aTerminatingOneIsNotReady() {
      assertThat(pod().terminating().inbound().path("state").asText()).isEqualTo("NotReady");
    }
  }

  @Nested
  class Ready {
    private final ServiceView web = service("web").port(80, 8080).build();

    @Test
    void withoutAnyStatusThePortIsReady() {
      JsonNode inbound = pod().service(web).inbound();
      assertThat(inbound.path("health")).hasToString("{\"ready\":true}");
      assertThat(inbound.has("state")).isFalse();
    }

    @Test
    void aPortWhoseContainerIsNotReadyIsNot() {
      JsonNode inbound = pod().status("app", false).service(web).inbound();
      assertThat(inbound.path("state").asText()).isEqualTo("NotReady");
      assertThat(inbound.path("health").isObject()).isTrue();
      assertThat(inbound.path("health")).isEmpty();
    }

    @Test
    void anotherContainerThatIsNotReadyDoesNotMatter() {
      Subject pod = pod().container("second", "x", 1, "TCP").status("second", false).service(web);
      assertThat(pod.inbound().has("state")).isFalse();
    }

    @Test
    void aPortThatNoContainerDeclaresNeedsNoContainer() {
      Subject pod = pod().status("app", false).service(service("web").port(80, 9999).build());
      assertThat(pod.inbound().has("state")).isFalse();
    }

    @Test
    void aSidecarThatIsNotReadyMakesAllPortsNotReady() {
      Subject ordinary = pod().status("kuma-sidecar", false).service(web);
      Subject nativeOne = pod().initStatus("kuma-sidecar", false).service(web);
      assertThat(ordinary.inbound().path("state").asText()).isEqualTo("NotReady");
      assertThat(nativeOne.inbound().path("state").asText()).isEqualTo("NotReady");
    }

    @Test
    void aTerminatingPodIsNotReady() {
      assertThat(pod().terminating().service(web).inbound().path("state").asText())
          .isEqualTo("NotReady");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http, , http",
    "HTTP, , http",
    "gRPC, tcp, grpc",
    "http2, , http2",
    "tls, , tls",
    "kafka, , kafka",
    "mysql, , mysql",
    "kubernetes.io/h2c, , tcp",
    "kubernetes.io/h2c, http, http",
    "'', GRPC, grpc",
    "'', '', tcp"
  })
  void theProtocolIsTheServices(String appProtocol, String annotation, String expected) {
    Services web = service("web").port(80, 8080, appProtocol);
    if (annotation != null) {
      web.annotation("80.service.kuma.io/protocol", annotation);
    }
    JsonNode inbound = pod().service(web.build()).inbound();
    assertThat(inbound.path("protocol").asText()).isEqualTo(expected);
    assertThat(inbound.path("tags").path("kuma.io/protocol").asText()).isEqualTo(expected);
  }

  @Test
  void anUnknownProtocolInTheAnnotationFailsAndNamesServiceAndPort() {
    Subject pod =
        pod()
            .service(
                service("web")
                    .port(80, 8080)
                    .annotation("80.service.kuma.io/protocol", "Gopher")
                    .build());
    assertThat(pod.failures())
        .singleElement()
        .hasToString(
            "Pod shop/demo-1, Service web, port 80, protocol: value 'gopher' is not valid: expected"
                + " http, http2, tcp, tls, grpc, kafka, mysql");
  }

  @Test
  void anotherPortsProtocolDoesNotCount() {
    Subject pod =
        pod()
            .service(
                service("web")
                    .port(80, 8080)
                    .annotation("8080.service.kuma.io/protocol", "http")
                    .build());
    assertThat(pod.inbound().path("protocol").asText()).isEqualTo("tcp");
  }

  @Test
  void theTraceHasEveryServiceWithItsPorts() {
    Subject pod =
        pod()
            .service(service("b").port(80, 8080).build())
            .service(service("a").selector(Map.of("x", "y")).port(80, 8080).build());
    assertThat(pod.convert().trace().services())
        .extracting(ConversionTrace.ServiceStep::service, step -> step.match().matches())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", false),
            org.assertj.core.groups.Tuple.tuple("b", true));
  }
}
