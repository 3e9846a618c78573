package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Settled;
import io.vertx.core.Vertx;
import io.vertx.grpc.client.GrpcClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Mesh that cannot be served as it is, is not served at all. */
@NeedsKube
@NeedsPackage
class MeshSupportKubeTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PROXY = "client-a.demo";
  private static final String UNSERVED = "higuma_xds_unserved_meshes ";
  private static final String SHORT_TIMEOUT =
      """
      apiVersion: kuma.io/v1alpha1
      kind: MeshTimeout
      metadata: {name: short, namespace: kuma-system, labels: {kuma.io/mesh: default}}
      spec: {to: [{targetRef: {kind: Mesh}, default: {http: {requestTimeout: 1s}}}]}
      """;

  /** Not that many are open at a time, but ended ones may take a while to go. */
  private static final int CONNECTIONS = 100;

  private static final Vertx VERTX = Vertx.vertx();
  private static final GrpcClient CLIENT = SimulatedProxy.client(VERTX, CONNECTIONS);
  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;
  private static String token;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    MeshCluster cluster = MeshCluster.installWithPods(kube);
    kube.kubectl("apply", "-f", "src/test/resources/xds/policy-kinds.yaml").succeeded();
    kube.kubectl(
            "wait", "--for=condition=Established", "-f", "src/test/resources/xds/policy-kinds.yaml")
        .succeeded();
    kube.kubectl("apply", "-f", "src/test/resources/xds/default-policies.yaml").succeeded();
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady();
    token = cluster.token("client-a", "client");
  }

  @AfterAll
  static void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
    Settled.of(20, VERTX.close());
  }

  @Test
  void mtlsEndsTheStreamsUntilItIsDisabled() {
    refusedWhile(
        () ->
            ClusterSetup.specOfMesh(
                kube, "{mtls: {enabledBackend: ca-1, backends: [{name: ca-1, type: builtin}]}}"),
        () -> ClusterSetup.specOfMesh(kube, "{}"),
        "mTLS is enabled, which Higuma lacks");
  }

  @Test
  void exclusiveMeshServicesEndTheStreamsUntilTheModeChanges() {
    refusedWhile(
        () -> ClusterSetup.specOfMesh(kube, "{meshServices: {mode: Exclusive}}"),
        () -> ClusterSetup.specOfMesh(kube, "{}"),
        "meshServices.mode is Exclusive, which Higuma lacks");
  }

  @Test
  void aPolicyThatIsNotServedEndsTheStreamsUntilItIsDeleted() {
    refusedWhile(
        () -> kube.kubectlWith(SHORT_TIMEOUT, "apply", "-f", "-").succeeded(),
        () -> kube.kubectl("delete", "meshtimeout", "short", "-nkuma-system").succeeded(),
        "meshtimeouts/short: to has http.requestTimeout 1s instead of 15s");
  }

  @Test
  void aReplicaThatStartsServesNothingBeforeItKnowsThePolicies() {
    kube.kubectlWith(SHORT_TIMEOUT, "apply", "-f", "-").succeeded();
    try (var second = ControlPlane.start(kube, Map.of()).awaitReady()) {
      Awaitility.await()
          .atMost(SOON)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                SotwProxy proxy = open(second);
                Awaitility.await().atMost(SOON).until(() -> !proxy.error().isEmpty());
                assertThat(proxy.listeners()).isZero();
                return proxy.error().contains("requestTimeout 1s");
              });
    } finally {
      kube.kubectl("delete", "meshtimeout", "short", "-nkuma-system").succeeded();
    }
  }

  private static void refusedWhile(Runnable change, Runnable back, String reason) {
    SotwProxy proxy = awaitServed();
    change.run();
    try {
      Awaitility.await().atMost(SOON).untilAsserted(() -> assertRefused(proxy, reason));
    } finally {
      back.run();
    }
    awaitServed();
    Awaitility.await()
        .atMost(SOON)
        .until(() -> controlPlane.get("/metrics").body().contains(UNSERVED + "0.0"));
  }

  /** Each of the ways in which a user learns of it. */
  private static void assertRefused(SotwProxy proxy, String reason) {
    String message = "mesh default is not served: " + reason;
    assertThat(proxy.error()).isEqualTo("FAILED_PRECONDITION: " + message);
    assertThat(bootstrap()).contains(reason);
    assertThat(controlPlane.log()).contains(message);
    assertThat(events()).contains("MeshNotServed", reason);
    assertThat(controlPlane.get("/metrics").body()).contains(UNSERVED + "1.0");
  }

  private static SotwProxy awaitServed() {
    return Awaitility.await()
        .atMost(SOON)
        .until(
            () -> {
              SotwProxy proxy = open(controlPlane);
              Awaitility.await()
                  .atMost(SOON)
                  .until(() -> proxy.listeners() > 0 || !proxy.error().isEmpty());
              return proxy;
            },
            proxy -> proxy.listeners() > 0);
  }

  private static SotwProxy open(ControlPlane server) {
    SotwProxy proxy = new SotwProxy();
    proxy.open(CLIENT, server.sidecarPort(), PROXY, token);
    return proxy;
  }

  private static String bootstrap() {
    return Bootstrap.of(controlPlane, PROXY, Path.of("/tmp"), Sidecar.Launch.of("")).send().body();
  }

  private static String events() {
    return kube.kubectl("get", "events", "-A", "-ojson").out();
  }
}
