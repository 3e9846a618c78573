package io.higuma.dataplane;

import static io.higuma.dataplane.Subject.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.dataplane.DataplaneResult.Dataplane;
import io.higuma.dataplane.ProxyNetworking.BackendRef;
import io.higuma.dataplane.ProxyNetworking.ProbeEndpoint;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.dataplane.ProxyNetworking.TransparentProxy;
import io.higuma.dataplane.ProxyNetworking.VirtualProbes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The networking that is read from a Dataplane. */
class ProxyNetworkingTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void hasEverythingThatTheConfigurationOfSidecarsDependsOn() {
    assertThat(
            networking(
                """
                {"metadata": {"labels": {"kuma.io/workload": "web", "app": "web"}},
                 "spec": {"networking": {
                   "address": "10.0.0.1", "advertisedAddress": "192.168.0.1",
                   "admin": {"port": 9901},
                   "inbound": [
                     {"port": 8080, "protocol": "http",
                      "tags": {"kuma.io/service": "web_demo_svc_80", "kuma.io/protocol": "tcp"}},
                     {"address": "10.0.0.9", "port": 5432,
                      "tags": {"kuma.io/service": "db_demo_svc_5432",
                               "kuma.io/protocol": "kafka", "kuma.io/instance": "web-0"}}],
                   "transparentProxying": {
                     "redirectPortInbound": 15006, "redirectPortOutbound": 15001,
                     "ipFamilyMode": "IPv4", "directAccessServices": ["*"],
                     "reachableServices": ["db_demo_svc_5432"],
                     "reachableBackends": {"refs": [
                       {"kind": "MeshService", "name": "db", "namespace": "demo", "port": 5432},
                       {"kind": "MeshService", "labels": {"app": "db"}}]}}},
                   "probes": {"port": 9000, "endpoints": [
                     {"inboundPort": 8080, "inboundPath": "/ready", "path": "/8080/ready"}]}}}
                """))
        .isEqualTo(
            new ProxyNetworking(
                "10.0.0.1",
                "192.168.0.1",
                List.of(
                    new ProxyInbound(
                        "10.0.0.1",
                        8080,
                        "http",
                        Map.of("kuma.io/service", "web_demo_svc_80", "kuma.io/protocol", "tcp"),
                        State.READY),
                    new ProxyInbound(
                        "10.0.0.9",
                        5432,
                        "kafka",
                        Map.of(
                            "kuma.io/service",
                            "db_demo_svc_5432",
                            "kuma.io/protocol",
                            "kafka",
                            "kuma.io/instance",
                            "web-0"),
                        State.READY)),
                9901,
                "",
                Optional.of(
                    new TransparentProxy(
                        15006,
                        15001,
                        false,
                        List.of("*"),
                        List.of("db_demo_svc_5432"),
                        Optional.of(
                            List.of(
                                new BackendRef("MeshService", "db", "demo", 5432, Map.of()),
                                new BackendRef("MeshService", "", "", 0, Map.of("app", "db")))))),
                Optional.of(
                    new VirtualProbes(
                        9000, List.of(new ProbeEndpoint("/8080/ready", 8080, "/ready")))),
                "web"));
  }

  /** Kuma writes the label, Higuma the annotation. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{labels: {kuma.io/workload: web}} | web",
        "{annotations: {kuma.io/workload: web}} | web",
        "{annotations: {kuma.io/workload: web}, labels: {kuma.io/workload: old}} | web",
        "{annotations: {other: web}, labels: {app: web}} | ''"
      })
  void theWorkloadIsAnAnnotationOrALabel(String metadata, String workload)
      throws JsonProcessingException {
    var dataplane = new YAMLMapper().readTree("metadata: " + metadata);
    assertThat(ProxyNetworking.of(dataplane).workload()).isEqualTo(workload);
  }

  @Test
  void theWorkloadOfADesiredDataplaneIsThatOfTheStoredOne() {
    Dataplane desired =
        pod().change(p -> p.editSpec().withServiceAccountName("web").endSpec()).dataplane();
    assertThat(ProxyNetworking.of(desired).workload()).isEqualTo("web");
    assertThat(ProxyNetworking.of(JSON.<JsonNode>valueToTree(desired.resource())))
        .isEqualTo(ProxyNetworking.of(desired));
  }

  @Test
  void isEmptyForAnEmptyDataplane() {
    assertThat(networking("{}"))
        .isEqualTo(
            new ProxyNetworking("", "", List.of(), 0, "", Optional.empty(), Optional.empty(), ""));
  }

  @Test
  void theAdvertisedAddressIsTheAddressIfNoneIsSet() {
    assertThat(networking("{\"spec\": {\"networking\": {\"address\": \"10.0.0.1\"}}}"))
        .extracting(ProxyNetworking::advertisedAddress)
        .isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                 | READY",
        "{\"health\": {\"ready\": true}}                    | READY",
        "{\"health\": {\"ready\": false}}                   | NOT_READY",
        "{\"state\": \"Ready\"}                             | READY",
        "{\"state\": \"Ready\", \"health\": {\"ready\": false}} | NOT_READY",
        "{\"state\": \"NotReady\", \"health\": {\"ready\": true}} | NOT_READY",
        "{\"state\": \"Ignored\"}                           | IGNORED"
      })
  void anInboundIsReadyUnlessSaidOtherwise(String inbound, State state) {
    assertThat(
            networking("{\"spec\": {\"networking\": {\"inbound\": [" + inbound + "]}}}").inbounds())
        .extracting(ProxyInbound::state)
        .containsExactly(state);
  }

  @ParameterizedTest
  @CsvSource({"IPv4, false", "DualStack, true", "'', true"})
  void bothFamiliesAreRedirectedUnlessItIsIpv4Only(String mode, boolean dualStack) {
    assertThat(
            networking(
                    """
                    {"spec": {"networking": {"transparentProxying": {"ipFamilyMode": "%s"}}}}
                    """
                        .formatted(mode))
                .transparentProxy())
        .map(TransparentProxy::dualStack)
        .contains(dualStack);
  }

  @Test
  void aGatewayHasItsServiceAndNoInbounds() {
    assertThat(
            networking(
                """
                {"spec": {"networking": {"gateway": {"type": "DELEGATED",
                  "tags": {"kuma.io/service": "edge_demo_svc_80"}}}}}
                """))
        .extracting(ProxyNetworking::gatewayService, ProxyNetworking::inbounds)
        .containsExactly("edge_demo_svc_80", List.of());
  }

  @Test
  void endpointsAreInboundsWithAServiceThatAreNotIgnored() {
    var networking =
        networking(
            """
            {"spec": {"networking": {"address": "10.0.0.1", "inbound": [
              {"port": 1, "tags": {"kuma.io/service": "a", "kuma.io/instance": "a-0"}},
              {"port": 2, "state": "NotReady", "tags": {"kuma.io/service": "b"}},
              {"port": 3, "state": "Ignored", "tags": {"kuma.io/service": "c"}},
              {"port": 4}]}}}
            """);

    assertThat(networking.endpoints())
        .containsExactly(
            new MeshEndpoint("a", "10.0.0.1", 1, "a-0"), new MeshEndpoint("b", "10.0.0.1", 2, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "10.0.0.1 | 192.168.0.1 | 10.0.0.9 | 8080 |",
        "fd00::1 | ::1 | fd00::9 | 1 |",
        "web.example.com | 192.168.0.1 | 10.0.0.9 | 65535 | 'web.example.com' is not an IP address",
        "10.0.0.1 | web.example.com | 10.0.0.9 | 8080 | 'web.example.com' is not an IP address",
        "10.0.0.1 | 192.168.0.1 | localhost | 8080 | 'localhost' is not an IP address",
        "10.0.0.1 | 192.168.0.1 | 10.0.0.0/24 | 8080 | '10.0.0.0/24' is not an IP address",
        "10.0.0.1 | 192.168.0.1 | 10.0.0.9 | 70000 | '70000' is not a port",
        "10.0.0.1 | 192.168.0.1 | 10.0.0.9 | -1 | '-1' is not a port",
        "10.0.0.1 | 192.168.0.1 | 10.0.0.9 | 0 | '0' is not a port"
      })
  void findsAnAddressOrAPortThatIsNotValid(
      String address, String advertised, String inbound, int port, @Nullable String problem)
      throws JsonProcessingException {
    ProxyNetworking networking =
        networking(
            """
            {"spec": {"networking": {"address": "%s", "advertisedAddress": "%s",
              "inbound": [{"address": "%s", "port": %d}]}}}
            """
                .formatted(address, advertised, inbound, port));
    assertThat(networking.problem()).isEqualTo(Optional.ofNullable(problem));
  }

  private static ProxyNetworking networking(String json) {
    try {
      return ProxyNetworking.of(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
