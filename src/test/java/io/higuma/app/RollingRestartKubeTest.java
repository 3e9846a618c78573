package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.ReadyBalancer;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rolling restarts of replicas behind a Service without failed webhook calls. */
@NeedsKube
@NeedsPackage
class RollingRestartKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Exit code {@code 128 + 15} of a graceful stop by SIGTERM. */
  private static final int TERMINATED = 143;

  @Test
  @DisplayName("two replicas are restarted in turn at 50 calls a second, and no call fails")
  void noCallFailsWhileReplicasAreRestarted(LocalKubeApi kube) throws Exception {
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
    try (var first = ControlPlane.start(kube, Map.of());
        var second = ControlPlane.start(kube, Map.of());
        var balancer = new ReadyBalancer()) {
      var ofFirst = balancer.add(first.webhookPort(), first.diagnosticsPort());
      var ofSecond = balancer.add(second.webhookPort(), second.diagnosticsPort());
      await(ofFirst);
      await(ofSecond);
      ClusterSetup.register(kube, balancer.port(), "");
      Awaitility.await().atMost(LIMIT).until(() -> PodLoad.failure(kube, "shop").isEmpty());
      try (var load = PodLoad.start(kube, "shop")) {
        restart(first, ofFirst, load);
        restart(second, ofSecond, load);
        load.stop();
      }
    }
  }

  private static void restart(ControlPlane replica, ReadyBalancer.Backend backend, PodLoad load) {
    long before = load.calls();
    Awaitility.await().atMost(LIMIT).until(() -> load.calls() > before + 50);
    replica.process().stop();
    assertThat(replica.process().exitCode()).isEqualTo(TERMINATED);
    Awaitility.await().atMost(LIMIT).until(() -> !backend.isEligible());
    int connections = backend.connections();
    replica.process().start();
    replica.awaitReady();
    await(backend);
    assertThat(backend.connections()).isEqualTo(connections);
  }

  private static void await(ReadyBalancer.Backend backend) {
    Awaitility.await().atMost(LIMIT).until(backend::isEligible);
  }
}
