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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** 60 proxies of a cluster with 300 services. */
@NeedsKube
@NeedsPackage
class ManyStreamsKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int PODS = 60;
  private static final int SERVICES = 300;

  /** Pods that become unready; their services lose their only endpoint. */
  private static final int UNREADY = 20;

  @Test
  void everyProxyHasTheSameEndpointsAfterAChange(LocalKubeApi kube) {
    MeshCluster cluster = MeshCluster.install(kube);
    populate(cluster);
    Vertx vertx = Vertx.vertx();
    try (var controlPlane = ControlPlane.start(kube, Map.of()).awaitReady()) {
      awaitDataplanes(cluster);
      // The port for sidecars opens some time after the control plane is ready.
      var _ =
          Bootstrap.of(controlPlane, pod(0) + ".demo", Path.of("/tmp"), Sidecar.Launch.of(""))
              .awaitAnswer();
      GrpcClient client = SimulatedProxy.client(vertx, PODS);
      List<SimulatedProxy<?, ?>> proxies = new ArrayList<>();
      for (int i = 0; i < PODS; i++) {
        SimulatedProxy<?, ?> proxy = i % 2 == 0 ? new SotwProxy() : new IncrementalProxy();
        proxy.open(
            client, controlPlane.sidecarPort(), pod(i) + ".demo", cluster.token(pod(i), "server"));
        proxies.add(proxy);
      }
      awaitEndpoints(proxies, expected(0));
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> proxies.stream().allMatch(proxy -> proxy.listeners() > SERVICES));

      IntStream.range(0, UNREADY).forEach(i -> cluster.ready(pod(i), address(i), false));
      awaitEndpoints(proxies, expected(UNREADY));
      assertThat(XdsCounters.streams(controlPlane)).isEqualTo(PODS);
    } finally {
      Settled.of(20, vertx.close());
    }
  }

  private static void awaitEndpoints(
      List<SimulatedProxy<?, ?>> proxies, Map<String, Set<String>> expected) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(proxies)
                    .allSatisfy(
                        proxy -> {
                          assertThat(proxy.error()).isEmpty();
                          assertThat(proxy.endpoints()).isEqualTo(expected);
                        }));
  }

  /** The endpoints by service, when the first Pods are unready. */
  private static Map<String, Set<String>> expected(int unready) {
    Map<String, Set<String>> endpoints = new TreeMap<>();
    for (int i = 0; i < SERVICES; i++) {
      int pod = i % PODS;
      endpoints.put(
          "service-" + i + "_demo_svc_80",
          pod < unready ? Set.of() : Set.of(address(pod) + ":" + MeshCluster.HTTP_PORT));
    }
    return endpoints;
  }

  /** Each Pod is selected by five Services. */
  private static void populate(MeshCluster cluster) {
    StringBuilder services = new StringBuilder();
    for (int i = 0; i < SERVICES; i++) {
      services.append(
          """
          ---
          {apiVersion: v1, kind: Service, metadata: {name: service-%d, namespace: demo}, spec: {
            selector: {app: app-%d},
            ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]}}
          """
              .formatted(i, i % PODS));
    }
    ClusterSetup.create(cluster.kube(), services.toString());
    for (int i = 0; i < PODS; i++) {
      cluster.pod(pod(i), "app-" + i, "server", address(i));
    }
  }

  private static void awaitDataplanes(MeshCluster cluster) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () ->
                cluster
                        .client()
                        .genericKubernetesResources("kuma.io/v1alpha1", "Dataplane")
                        .inNamespace(MeshCluster.NAMESPACE)
                        .list()
                        .getItems()
                        .size()
                    == PODS);
  }

  private static String pod(int i) {
    return "pod-" + i;
  }

  private static String address(int i) {
    return "10.78.0." + (i + 1);
  }
}
