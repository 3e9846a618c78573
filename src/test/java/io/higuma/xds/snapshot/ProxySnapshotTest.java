package io.higuma.xds.snapshot;

import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static io.higuma.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.ProxyNetworking.ProbeEndpoint;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.NodeMetadata.RedirectPorts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resources of one proxy. */
class ProxySnapshotTest {
  private static final String WEB = "web_demo_svc_80";
  private static final String DB = "db_demo_svc_5432";
  private final TestMesh mesh =
      new TestMesh().pod("client", Sidecar.at("10.0.0.1").withoutService("client_demo_svc"));

  @Test
  void aProxyThatDoesNotExistHasNone() {
    assertThat(mesh.topology().snapshot(TestMesh.proxy("other"), TestMesh.NODE)).isEmpty();
  }

  @Test
  void redirectedTrafficToNoServicePassesThrough() {
    assertThat(mesh.names("client", CLUSTER))
        .containsExactly("inbound:passthrough:ipv4", "outbound:passthrough:ipv4");
    assertThat(mesh.names("client", LISTENER))
        .containsExactly(
            "_kuma:dynamicconfig", "inbound:passthrough:ipv4", "outbound:passthrough:ipv4");
    assertThat(resource("client", LISTENER, "outbound:passthrough:ipv4").at(SOCKET))
        .hasToString("{\"address\":\"0.0.0.0\",\"port_value\":15001}");
    assertThat(resource("client", LISTENER, "inbound:passthrough:ipv4").at(SOCKET))
        .hasToString("{\"address\":\"0.0.0.0\",\"port_value\":15006}");
  }

  private static final String SOCKET = "/address/socket_address";

  @Test
  void ipv6PassesThroughIfItIsRedirected() {
    mesh.pod("client", Sidecar.at("10.0.0.1").dualStack());

    assertThat(mesh.names("client", LISTENER))
        .contains("inbound:passthrough:ipv6", "outbound:passthrough:ipv6");
    assertThat(mesh.names("client", CLUSTER))
        .contains("inbound:passthrough:ipv6", "outbound:passthrough:ipv6");
  }

  @Test
  void withoutRedirectionOnlyTheInboundsAreServed() {
    mesh.pod("web", Sidecar.at("10.0.0.2").withoutRedirection().serving(WEB, 8080, "http"))
        .with("web", "10.96.0.1", 80);

    assertThat(mesh.names("web", CLUSTER)).containsExactly("localhost:8080");
    assertThat(mesh.names("web", ENDPOINT)).isEmpty();
    assertThat(mesh.names("web", LISTENER)).containsExactly("inbound:10.0.0.2:8080");
  }

  @Test
  void thePortsOfAConfigMapReplaceThoseOfTheDataplane() {
    NodeMetadata node =
        new NodeMetadata(
            "/work",
            true,
            false,
            false,
            Map.of(),
            Optional.of(new RedirectPorts(25006, 25001, true)));

    ResourceSet listeners = mesh.snapshot("client", node).of(LISTENER);

    assertThat(EnvoyJson.of(listeners.find("outbound:passthrough:ipv6").orElseThrow()).at(SOCKET))
        .hasToString("{\"address\":\"::\",\"port_value\":25001}");
    assertThat(EnvoyJson.of(listeners.find("inbound:passthrough:ipv4").orElseThrow()).at(SOCKET))
        .hasToString("{\"address\":\"0.0.0.0\",\"port_value\":25006}");
  }

  @ParameterizedTest
  @CsvSource({
    "http,  http_connection_manager, http_protocol_options",
    "http2, http_connection_manager, http2_protocol_options",
    "grpc,  http_connection_manager, http2_protocol_options",
    "tcp,   tcp_proxy,               ''",
    "kafka, tcp_proxy,               ''"
  })
  void inboundsSpeakTheirProtocol(String protocol, String filter, String upstream) {
    mesh.pod("web", Sidecar.at("10.0.0.2").serving(WEB, 8080, protocol));

    JsonNode listener = resource("web", LISTENER, "inbound:10.0.0.2:8080");
    JsonNode cluster = resource("web", CLUSTER, "localhost:8080");

    assertThat(listener.at("/filter_chains/0/filters/0/name").asText()).endsWith(filter);
    assertThat(cluster.findPath("explicit_http_config").properties())
        .extracting(Map.Entry::getKey)
        .isEqualTo(upstream.isEmpty() ? List.of() : List.of(upstream));
  }

  @Test
  void theLastOfTwoServicesOnOnePortIsServed() {
    mesh.pod(
        "web",
        Sidecar.at("10.0.0.2").serving("a_demo_svc_80", 8080, "tcp").serving(WEB, 8080, "http"));

    assertThat(
            resource("web", LISTENER, "inbound:10.0.0.2:8080")
                .at("/filter_chains/0/filters/0/name")
                .asText())
        .endsWith("http_connection_manager");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http  | gateway-error,connect-failure,refused-stream",
        "http2 | gateway-error,connect-failure,refused-stream",
        "grpc  | cancelled,connect-failure,gateway-error,refused-stream,reset,resource-exhausted,unavailable"
      })
  void requestsAreRetriedByTheirProtocol(String protocol, String conditions) {
    mesh.pod("web", Sidecar.at("10.0.0.2").serving(WEB, 8080, protocol))
        .with("web", "10.96.0.1", 80);

    assertThat(resource("client", LISTENER, "outbound:10.96.0.1:80").findPath("retry_on").asText())
        .isEqualTo(conditions);
  }

  @Test
  void virtualProbesGoToTheApplication() {
    mesh.pod(
        "web",
        Sidecar.at("10.0.0.2")
            .serving(WEB, 8080, "http")
            .probes(
                9000,
                new ProbeEndpoint("/8080/ready?full=1", 8080, "/ready?full=1"),
                new ProbeEndpoint("/9090/live", 9090, "/live")));

    JsonNode listener = resource("web", LISTENER, "probe:listener");
    assertThat(listener.at(SOCKET)).hasToString("{\"address\":\"10.0.0.2\",\"port_value\":9000}");
    assertThat(listener.findPath("bind_to_port").asBoolean(true)).isFalse();
    JsonNode routes = listener.findPath("routes");
    assertThat(routes.at("/0/match/path").asText()).isEqualTo("/8080/ready");
    assertThat(routes.at("/0/route"))
        .hasToString("{\"cluster\":\"localhost:8080\",\"prefix_rewrite\":\"/ready\"}");
    assertThat(routes.at("/1/match/path").asText()).isEqualTo("/9090/live");
    assertThat(routes.at("/1/redirect"))
        .hasToString("{\"path_redirect\":\"/live\",\"port_redirect\":9090}");
  }

  @Test
  void virtualProbesHaveNoListenerIfTheProbeProxyAnswers() {
    mesh.pod(
        "web",
        Sidecar.at("10.0.0.2")
            .serving(WEB, 8080, "http")
            .probes(9000, new ProbeEndpoint("/8080/ready", 8080, "/ready")));
    NodeMetadata node = new NodeMetadata("/work", true, false, true, Map.of(), Optional.empty());

    assertThat(mesh.snapshot("web", node).of(LISTENER).find("probe:listener")).isEmpty();
    assertThat(mesh.snapshot("web", TestMesh.NODE).of(LISTENER).find("probe:listener")).isPresent();
  }

  @Test
  void theApplicationIsReachedAtThePodsAddressFromASourceThatIsNotRedirected() {
    mesh.pod("web", Sidecar.at("10.0.0.2").serving(WEB, 8080, "tcp"));

    JsonNode cluster = resource("web", CLUSTER, "localhost:8080");

    assertThat(cluster.at("/upstream_bind_config/source_address/address").asText())
        .isEqualTo("127.0.0.6");
    assertThat(cluster.findPath("socket_address"))
        .hasToString("{\"address\":\"10.0.0.2\",\"port_value\":8080}");
  }

  @Test
  void inboundsMayShareTheirPortIfTheSidecarCanDoSo() {
    mesh.pod("web", Sidecar.at("10.0.0.2").serving(WEB, 8080, "tcp"));
    NodeMetadata node = new NodeMetadata("/work", true, true, false, Map.of(), Optional.empty());

    ResourceSet listeners = mesh.snapshot("web", node).of(LISTENER);

    assertThat(
            listeners.all().stream()
                .filter(one -> EnvoyJson.of(one).path("enable_reuse_port").asBoolean())
                .map(XdsResource::name))
        .containsExactly("inbound:10.0.0.2:8080", "inbound:passthrough:ipv4");
  }

  @Test
  void endpointsThatAreNotReadyGetNoTraffic() {
    mesh.pod("web-1", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http"))
        .pod("web-2", Sidecar.at("10.0.0.3").serving(WEB, 8080, "http", State.NOT_READY));

    assertThat(addresses("client", WEB)).containsExactly("10.0.0.2");
  }

  @Test
  void aServiceWithoutReadyEndpointsKeepsItsClusterAndListeners() {
    mesh.pod("web-1", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http", State.NOT_READY))
        .with("web", "10.96.0.1", 80);

    assertThat(mesh.names("client", CLUSTER)).contains(WEB);
    assertThat(mesh.names("client", LISTENER)).contains("outbound:10.96.0.1:80");
    assertThat(mesh.names("client", ENDPOINT)).containsExactly(WEB);
    assertThat(addresses("client", WEB)).isEmpty();
  }

  @Test
  void ignoredInboundsAreNeitherServedNorEndpoints() {
    mesh.pod(
        "web",
        Sidecar.at("10.0.0.2")
            .serving(WEB, 8080, "http", State.IGNORED)
            .serving("web_demo_svc_81", 8081, "http"));

    assertThat(mesh.names("web", LISTENER))
        .contains("inbound:10.0.0.2:8081")
        .doesNotContain("inbound:10.0.0.2:8080");
    assertThat(mesh.names("client", CLUSTER)).contains("web_demo_svc_81").doesNotContain(WEB);
  }

  @Test
  void otherProxiesUseTheAdvertisedAddress() {
    mesh.pod("web", Sidecar.at("10.0.0.2").advertised("192.168.0.2").serving(WEB, 8080, "http"));

    assertThat(addresses("client", WEB)).containsExactly("192.168.0.2");
    assertThat(mesh.names("web", LISTENER)).contains("inbound:10.0.0.2:8080");
  }

  @Test
  void aServiceIsReachableAtItsClusterIpAndItsVirtualIp() {
    mesh.pod("web", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http"))
        .with("web", "10.96.0.1", 80)
        .vips(Map.of(WEB, "240.0.0.7"));

    assertThat(mesh.names("client", LISTENER))
        .contains("outbound:10.96.0.1:80", "outbound:240.0.0.7:80");
    assertThat(records("client")).containsExactly("web.demo.svc.80.mesh", "web_demo_svc_80.mesh");
  }

  @Test
  void instancesOfAHeadlessServiceAreReachableExceptForOneself() {
    mesh.pod("db-0", Sidecar.at("10.0.0.2").instance(DB, 5432, "db-0"))
        .pod("db-1", Sidecar.at("10.0.0.3").instance(DB, 5432, "db-1"))
        .with("db", "None", 5432);

    assertThat(mesh.names("client", LISTENER))
        .contains("outbound:10.0.0.2:5432", "outbound:10.0.0.3:5432");
    assertThat(mesh.names("db-0", LISTENER))
        .contains("outbound:10.0.0.3:5432")
        .doesNotContain("outbound:10.0.0.2:5432");
    assertThat(records("db-0"))
        .containsExactly("db.demo.svc.5432.db-1.mesh", "db_demo_svc_5432.db-1.mesh");
    assertThat(mesh.names("db-0", ENDPOINT))
        .hasSize(2)
        .contains(DB)
        .allMatch(name -> name.equals(DB) || name.matches(DB + "-[0-9a-f]{16}"));
  }

  @Test
  void aNodeWithoutADnsPortGetsNoNames() {
    NodeMetadata node = new NodeMetadata("/work", false, false, false, Map.of(), Optional.empty());

    assertThat(TestMesh.names(mesh.snapshot("client", node).of(LISTENER)))
        .containsOnly("inbound:passthrough:ipv4", "outbound:passthrough:ipv4");
  }

  @Test
  void anExternalNameHasNoListener() {
    mesh.pod("web", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http"));
    mesh.topology().service(null, TestMesh.service("web", "ExternalName", "", 80));

    assertThat(mesh.names("client", LISTENER)).noneMatch(name -> name.matches("outbound:\\d.*"));
  }

  private JsonNode resource(String pod, ResourceType type, String name) {
    return EnvoyJson.of(mesh.snapshot(pod).of(type).find(name).orElseThrow());
  }

  private List<String> addresses(String pod, String service) {
    return resource(pod, ENDPOINT, service).findValues("socket_address").stream()
        .map(socket -> socket.path("address").asText())
        .toList();
  }

  private List<String> records(String pod) {
    return DnsBodies.of(mesh.snapshot(pod)).findValuesAsText("name");
  }
}
