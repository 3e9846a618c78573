package io.higuma.xds;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Tool;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which sidecars get a configuration. */
@NeedsKube
@NeedsPackage
class SidecarTokensKubeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Envoy waits up to 30 seconds before it opens its stream again. */
  private static final Duration RECONNECTED = Duration.ofSeconds(90);

  private static final String UNAUTHENTICATED = "unauthenticated";
  private static final String DENIED = "permission_denied";

  private static MeshCluster cluster;
  private static ControlPlane controlPlane;
  private static Sidecar.Launch launch;

  @BeforeAll
  static void start(LocalKubeApi kube) {
    launch = Sidecar.Launch.of(Tool.ENVOY.path());
    cluster = MeshCluster.installWithPods(kube);
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady();
  }

  @AfterAll
  static void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  void tokenOfAnotherServiceAccountIsRefused() {
    refused(cluster.token("web-1", "server"), DENIED);
  }

  @Test
  void tokenOfAnotherPodOfTheSameServiceAccountIsRefused() {
    refused(cluster.token("client-b", "client"), DENIED);
  }

  @Test
  void tokenThatTheApiServerDoesNotKnowIsRefused() {
    refused("garbage", UNAUTHENTICATED);
  }

  @Test
  void streamWithoutTokenIsRefused() {
    refused("", UNAUTHENTICATED);
  }

  private static void refused(String token, String status) {
    double before = refusals(status);
    try (var sidecar = Sidecar.start(controlPlane, "client-a.demo", token, launch)) {
      Awaitility.await().atMost(SOON).until(() -> refusals(status) > before);
      assertThat(sidecar.isLive()).isFalse();
      assertThat(sidecar.admin().config().listeners()).isEmpty();
    }
  }

  private static double refusals(String status) {
    return XdsCounters.ended(controlPlane, status);
  }

  @Test
  void newerStreamOfAProxyReplacesTheOlderAndBothFollowTheCluster() {
    String token = cluster.token("client-a", "client");
    try (var older = Sidecar.start(controlPlane, "client-a.demo", token, launch).awaitLive();
        var newer = Sidecar.start(controlPlane, "client-a.demo", token, launch).awaitLive()) {
      assertThat(XdsCounters.ended(controlPlane, "aborted")).isPositive();
      assertThat(XdsCounters.streams(controlPlane)).isLessThanOrEqualTo(1);
      cluster.ready("web-2", "10.77.0.14", false);
      awaitWeb(newer, "10.77.0.13:8080");
      awaitWeb(older, "10.77.0.13:8080");
      assertThat(older.isLive()).isTrue();
      assertThat(newer.isLive()).isTrue();
    } finally {
      cluster.ready("web-2", "10.77.0.14", true);
    }
  }

  private static void awaitWeb(Sidecar sidecar, String... addresses) {
    Awaitility.await(sidecar.log().toString())
        .atMost(RECONNECTED)
        .untilAsserted(
            () ->
                assertThat(sidecar.admin().endpoints("web_demo_svc_80"))
                    .isEqualTo(Set.of(addresses)));
  }
}
