package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.FaultyProxy;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** API server outages while Pods change; finally each Pod has exactly one correct Dataplane. */
@NeedsKube
class DataplaneFaultsKubeTest {
  private static final int PODS = 200;
  private static final int KINDS = 11;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static LocalKubeApi kube;
  private static Rest rest;

  @BeforeAll
  static void prepare(LocalKubeApi own) {
    kube = own;
    rest = Rest.of(kube.client());
    RunningLoop.prepare(kube);
  }

  @Test
  @DisplayName("reliability 22: the API server is restarted while 200 Pods change")
  void surviveARestartOfTheApiServer() throws Exception {
    underChange(
        "restarted",
        () -> {
          kube.apiServer().restart();
          kube.awaitReady();
        });
  }

  @Test
  @DisplayName("reliability 22: the API server is killed while 200 Pods change")
  void surviveTheDeathOfTheApiServer() throws Exception {
    underChange(
        "killed",
        () -> {
          kube.apiServer().kill();
          kube.apiServer().start();
          kube.awaitReady();
        });
  }

  @Test
  @DisplayName("reliability 22: etcd stands still for 20 seconds while 200 Pods change")
  void surviveAnEtcdThatStandsStill() throws Exception {
    underChange(
        "frozen",
        () -> {
          kube.etcd().freeze();
          try {
            // The duration of the outage, not a wait for a condition.
            Awaitility.await()
                .pollDelay(Duration.ofSeconds(20))
                .timeout(Duration.ofSeconds(30))
                .until(() -> true);
          } finally {
            kube.etcd().thaw();
          }
          kube.awaitReady();
        });
  }

  @Test
  @DisplayName("reliability 22: etcd is killed while 200 Pods change")
  void surviveTheDeathOfEtcd() throws Exception {
    underChange(
        "etcd-killed",
        () -> {
          kube.etcd().kill();
          kube.etcd().start();
          kube.awaitReady();
        });
  }

  private static void underChange(String namespace, Runnable fault) throws Exception {
    Fleet fleet = Fleet.create(rest, namespace, PODS);
    try (FaultyProxy proxy = FaultyProxy.before(kube)) {
      try (var loop = RunningLoop.start(RunningLoop.client(proxy.url()), Map.of()).awaitLead()) {
        fleet.awaitRight();
        List<String> threads = LiveThreads.ofLoops();
        var changes =
            CompletableFuture.runAsync(
                () -> List.of(false, true, false).forEach(fleet::allReady),
                Thread::startVirtualThread);
        fault.run();
        changes.get(120, TimeUnit.SECONDS);
        fleet.awaitRight();
        fleet.allReady(true);
        fleet.awaitRight();
        assertThat(loop.counter("higuma_dataplane_faults")).isZero();
        assertThat(loop.counter("higuma_dataplane_contested")).isZero();
        await(() -> assertThat(proxy.watches()).hasSize(KINDS));
        assertThat(LiveThreads.ofLoops()).isEqualTo(threads);
      }
      await(() -> assertThat(proxy.watches()).isEmpty());
      await(() -> assertThat(LiveThreads.ofLoops()).isEmpty());
    }
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }
}
