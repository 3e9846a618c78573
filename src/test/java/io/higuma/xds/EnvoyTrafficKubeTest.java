package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import io.higuma.xds.PodNetwork.Family;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests between Pods through their sidecars, also while the cluster changes. Needs root. */
@NeedsKube
@NeedsPackage
class EnvoyTrafficKubeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final String WEB = "web_demo_svc_80";
  private static final String SLOW = "http://" + MeshCluster.WEB_IP + "/slow?20";

  /** A headless Service of the Pod {@code db-0}. */
  private static final String CACHE =
      """
      {apiVersion: v1, kind: Service, metadata: {name: cache, namespace: demo}, spec: {
        clusterIP: None, selector: {app: db},
        ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]}}
      """;

  /** Services of the Pod {@code six-0}, which only has an IPv6 address. */
  private static final String SIX =
      """
      {apiVersion: v1, kind: Service, metadata: {name: six, namespace: demo}, spec: {
        ipFamilies: [IPv6], clusterIP: "fd00:96::80", selector: {app: six},
        ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: six-db, namespace: demo}, spec: {
        ipFamilies: [IPv6], clusterIP: None, selector: {app: six},
        ports: [{name: tcp, port: 5432, targetPort: 5432}]}}
      """;

  private static PodLab lab;
  private static PodProgram client;

  @BeforeAll
  static void start(LocalKubeApi kube) throws IOException {
    lab = PodLab.start(kube, Tool.ENVOY.pathAsRoot());
    lab.server("web-1", "web", 13);
    lab.server("web-2", "web", 14);
    lab.server("db-0", "db", 15);
    client = lab.client("client-a", 11, "");
    lab.awaitEndpoints("client-a", WEB, "web-1", "web-2");
    lab.awaitEndpoints("client-a", "tcp_demo_svc_5432", "web-1", "web-2");
    lab.awaitName("client-a", WEB + ".mesh");
    lab.awaitName("client-a", "db_demo_svc_5432.db-0.mesh");
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void reachesAnHttpServiceAtItsClusterIp() {
    assertThat(client.ask("http http://" + MeshCluster.WEB_IP + "/")).matches("200 web-[12]");
  }

  @Test
  void reachesAnHttpServiceAtTheAddressOfItsName() {
    String address = lab.awaitName("client-a", WEB + ".mesh");
    assertThat(client.ask("http http://" + address + "/")).matches("200 web-[12]");
  }

  @Test
  void reachesAllEndpointsOfAService() {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> client.ask("http http://" + MeshCluster.WEB_IP + "/"), "200 web-1"::equals);
    Awaitility.await()
        .atMost(SOON)
        .until(() -> client.ask("http http://" + MeshCluster.WEB_IP + "/"), "200 web-2"::equals);
  }

  @Test
  void reachesTcpServicesAtTheirClusterIpAndTheAddressOfTheirName() {
    assertThat(client.ask("tcp " + MeshCluster.TCP_IP + " 5432")).matches("web-[12] hello");
    // Every service has port 80 at the address of its name.
    String address = lab.awaitName("client-a", "tcp_demo_svc_5432.mesh");
    assertThat(client.ask("tcp " + address + " 80")).matches("web-[12] hello");
  }

  @Test
  void reachesAnInstanceOfAHeadlessServiceByItsName() {
    String address = lab.awaitName("client-a", "db_demo_svc_5432.db-0.mesh");
    assertThat(address).isEqualTo(lab.network().address(15));
    assertThat(client.ask("tcp " + address + " 5432")).isEqualTo("db-0 hello");
    assertThat(lab.sidecar("client-a").admin().config().listeners())
        .containsKey("outbound:" + address + ":5432");
  }

  @Test
  void reachesAnInstanceOfAHeadlessHttpServiceByItsName() {
    lab.cluster().kube().kubectlWith(CACHE, "create", "-f", "-").succeeded();
    String address = lab.awaitName("client-a", "cache_demo_svc_80.db-0.mesh");
    assertThat(address).isEqualTo(lab.network().address(15));
    AdminPages envoy = lab.sidecar("client-a").admin();
    // Envoy may need a moment to use a listener that it has.
    Awaitility.await()
        .atMost(SOON)
        .until(
            () -> {
              assertThat(client.ask("http http://" + address + ":8080/")).isEqualTo("200 db-0");
              return envoy.stat("http.cache_demo_svc_80.downstream_rq_2xx") > 0;
            });
    assertThat(envoy.config().listeners()).containsKey("outbound:" + address + ":8080");
    // The route of the instance leads to its own cluster, not to that of the service.
    assertThat(envoy.stat("cluster.cache_demo_svc_80.upstream_rq_total")).isZero();
  }

  @Test
  void virtualProbesReachTheApplication() {
    lab.cluster()
        .kube()
        .kubectl(
            "annotate",
            "pod",
            "web-2",
            "-ndemo",
            "kuma.io/virtual-probes=enabled",
            "kuma.io/virtual-probes-port=9000")
        .succeeded();
    String probe = "http http://" + lab.network().address(14) + ":9000/8080/ready";

    Awaitility.await().atMost(SOON).until(() -> client.ask(probe), "200 web-2"::equals);
    AdminPages sidecar = lab.sidecar("web-2").admin();
    assertThat(sidecar.config().listeners()).containsKey("probe:listener");
    assertThat(sidecar.stat("http.probe_listener.downstream_rq_2xx")).isPositive();
  }

  @Test
  void reachesPodsAndServicesOverIpv6() {
    lab.network().addIpv6();
    lab.server("six-0", "six", 20, Family.IPV6);
    PodProgram dual = lab.client("client-c", 21, "", Family.IPV4, Family.IPV6);
    String address = lab.network().address(20, Family.IPV6);
    AdminPages outgoing = lab.sidecar("client-c").admin();
    AdminPages incoming = lab.sidecar("six-0").admin();
    // Without a Service, through the passthrough listeners of both sidecars.
    assertThat(dual.ask("http http://[" + address + "]:8080/")).isEqualTo("200 six-0");
    assertThat(outgoing.stat("cluster.outbound_passthrough_ipv6.upstream_cx_total")).isPositive();
    assertThat(incoming.stat("cluster.inbound_passthrough_ipv6.upstream_cx_total")).isPositive();

    lab.cluster().kube().kubectlWith(SIX, "create", "-f", "-").succeeded();
    lab.awaitEndpoints("client-c", "six_demo_svc_80", "six-0");
    lab.awaitEndpoints("client-c", "six-db_demo_svc_5432", "six-0");
    String virtual = lab.awaitName("client-c", "six_demo_svc_80.mesh");
    String instance = lab.awaitName("client-c", "six-db_demo_svc_5432.six-0.mesh");
    assertThat(instance).isEqualTo(address);
    assertThat(outgoing.config().listeners())
        .containsKeys("outbound:fd00:96::80:80", "outbound:" + address + ":5432");
    // The other sidecar gets its listeners independently of this one.
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(incoming.config().listeners())
                    .containsKeys("inbound:" + address + ":8080", "inbound:" + address + ":5432"));
    assertThat(dual.ask("http http://[fd00:96::80]/")).isEqualTo("200 six-0");
    assertThat(dual.ask("http http://" + virtual + "/")).isEqualTo("200 six-0");
    assertThat(dual.ask("tcp " + instance + " 5432")).isEqualTo("six-0 hello");
    assertThat(incoming.stat("cluster.localhost_8080.upstream_rq_total")).isEqualTo(2);
    assertThat(incoming.stat("cluster.localhost_5432.upstream_cx_total")).isEqualTo(1);
  }

  @Test
  void reachesPodsDirectlyIfItIsAllowedTo() {
    PodProgram direct = lab.client("client-b", 12, "*");
    String address = lab.network().address(13);
    assertThat(direct.ask("http http://" + address + ":8080/")).isEqualTo("200 web-1");
    assertThat(lab.sidecar("client-b").admin().config().listeners())
        .containsKey("direct_access_" + address + ":8080");
    assertThat(lab.sidecar("client-b").admin().stat("cluster.direct_access.upstream_cx_total"))
        .isPositive();
  }

  @Test
  void noRequestFailsWhenAPodTerminates() {
    lab.server("web-3", "web", 16);
    lab.awaitEndpoints("client-a", WEB, "web-1", "web-2", "web-3");
    PodTraffic traffic = PodTraffic.begin(client, SLOW);
    lab.cluster().terminate("web-3");
    lab.awaitEndpoints("client-a", WEB, "web-1", "web-2");
    Awaitility.await().atMost(SOON).until(() -> activeRequests("web-3") == 0);
    lab.remove("web-3");
    traffic.end();
  }

  private static long activeRequests(String pod) {
    return lab.sidecar(pod).admin().stat("cluster.localhost_8080.upstream_rq_active");
  }

  @Test
  void noRequestFailsWhenTheReadinessOfAPodChanges() {
    PodTraffic traffic = PodTraffic.begin(client, SLOW);
    for (int i = 0; i < 3; i++) {
      lab.ready("web-2", false);
      lab.awaitEndpoints("client-a", WEB, "web-1");
      traffic.awaitMore();
      lab.ready("web-2", true);
      lab.awaitEndpoints("client-a", WEB, "web-1", "web-2");
      traffic.awaitMore();
    }
    traffic.end();
  }
}
