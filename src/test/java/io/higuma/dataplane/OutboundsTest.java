package io.higuma.dataplane;

import static io.higuma.dataplane.Services.service;
import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundsTest {
  private static final ServiceView WEB =
      service("web").selector(java.util.Map.of("x", "y")).build();

  @Test
  void areNotInTheDataplaneByDefault() {
    Subject pod = pod().service(WEB);
    pod.world.endpoints.add(new MeshEndpoint("web_shop_svc_80", "10.0.0.9", 8080, ""));
    assertThat(pod.networking().has("outbound")).isFalse();
  }

  @Test
  void areOnePerServiceByItsAddressInTheOrderOfNames() {
    Subject pod = pod().withOutbounds().service(WEB);
    pod.world.endpoints.add(new MeshEndpoint("web_shop_svc_81", "10.0.0.9", 8080, ""));
    pod.world.endpoints.add(new MeshEndpoint("web_shop_svc_80", "10.0.0.9", 8080, ""));
    pod.world.endpoints.add(new MeshEndpoint("web_shop_svc_80", "10.0.0.8", 8080, ""));
    assertThat(outbounds(pod))
        .containsExactly(
            "{\"address\":\"10.96.0.1\",\"port\":80,\"tags\":{\"kuma.io/service\":\"web_shop_svc_80\"}}",
            "{\"address\":\"10.96.0.1\",\"port\":81,\"tags\":{\"kuma.io/service\":\"web_shop_svc_81\"}}");
  }

  @Test
  void areOnePerPodIfTheServiceIsHeadlessButNotOneToItself() {
    Subject pod =
        pod()
            .withOutbounds()
            .service(service("db").selector(java.util.Map.of("x", "y")).headless().build());
    pod.world.endpoints.add(new MeshEndpoint("db_shop_svc_80", "10.0.0.9", 5432, "db-1"));
    pod.world.endpoints.add(new MeshEndpoint("db_shop_svc_80", "10.0.0.8", 5432, "db-0"));
    pod.world.endpoints.add(new MeshEndpoint("db_shop_svc_80", "10.0.0.7", 5432, "demo-1"));
    assertThat(outbounds(pod))
        .containsExactly(
            "{\"address\":\"10.0.0.8\",\"port\":5432,\"tags\":{\"kuma.io/service\":\"db_shop_svc_80\",\"kuma.io/instance\":\"db-0\"}}",
            "{\"address\":\"10.0.0.9\",\"port\":5432,\"tags\":{\"kuma.io/service\":\"db_shop_svc_80\",\"kuma.io/instance\":\"db-1\"}}");
  }

  @Test
  void leaveOutWhatHasNoServiceToCall() {
    Subject pod =
        pod()
            .withOutbounds()
            .service(service("alias").selector(java.util.Map.of()).type("ExternalName").build());
    for (String tag :
        List.of(
            "job_shop_svc", "gone_shop_svc_80", "alias_shop_svc_80", "a_b_c_d_e", "x_shop_svc_x")) {
      pod.world.endpoints.add(new MeshEndpoint(tag, "10.0.0.9", 80, ""));
    }
    assertThat(pod.networking().has("outbound")).isFalse();
  }

  @Test
  void areOnlyTheReachableServicesIfThePodNamesSome() {
    Subject pod =
        pod()
            .withOutbounds()
            .redirected()
            .annotation("kuma.io/transparent-proxying-reachable-services", "web_shop_svc_81")
            .service(WEB);
    pod.world.endpoints.add(new MeshEndpoint("web_shop_svc_81", "10.0.0.9", 8080, ""));
    pod.world.endpoints.add(new MeshEndpoint("web_shop_svc_80", "10.0.0.9", 8080, ""));
    assertThat(outbounds(pod)).singleElement().asString().contains("web_shop_svc_81");
  }

  @Test
  void theEndpointsOfADataplaneAreItsInboundsThatAreNotIgnored() throws Exception {
    JsonNode dataplane =
        new ObjectMapper()
            .readTree(
                """
                {"spec": {"networking": {"address": "10.0.0.1", "inbound": [
                  {"port": 1, "tags": {"kuma.io/service": "a"}},
                  {"port": 2, "tags": {"kuma.io/service": "b"}, "state": "Ignored"},
                  {"port": 3, "address": "10.0.0.2",
                   "tags": {"kuma.io/service": "c", "kuma.io/instance": "i"}},
                  {"port": 4}]}}}
                """);
    assertThat(ProxyNetworking.of(dataplane).endpoints())
        .containsExactly(
            new MeshEndpoint("a", "10.0.0.1", 1, ""), new MeshEndpoint("c", "10.0.0.2", 3, "i"));
  }

  private static List<String> outbounds(Subject pod) {
    return pod.networking().path("outbound").valueStream().map(JsonNode::toString).toList();
  }
}
