package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two control planes in separate processes; the leader is killed, frozen or stopped under load. */
@NeedsKube
class LeaderFaultsKubeTest {
  private static final int PODS = 200;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A Lease that is not renewed expires after 15 seconds. */
  private static final Duration AFTER_DEATH = Duration.ofSeconds(30);

  /** A leader that stops gives its Lease back, so that it does not have to expire. */
  private static final Duration AFTER_STOP = Duration.ofSeconds(10);

  private static LocalKubeApi kube;
  private static Rest rest;
  private static int round;

  private LoopProcess first;
  private LoopProcess second;
  private Fleet fleet;

  @BeforeAll
  static void prepare(LocalKubeApi own) {
    kube = own;
    rest = Rest.of(kube.client());
    RunningLoop.prepare(kube);
  }

  @BeforeEach
  void start() {
    round++;
    first = new LoopProcess(kube, "first-" + round);
    Awaitility.await("first leads").atMost(LIMIT).until(() -> first.leads(rest));
    second = new LoopProcess(kube, "second-" + round);
    Awaitility.await("second watches")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(second.proxy().watches()).hasSize(11));
    fleet = Fleet.create(rest, "leaders-" + round, PODS);
  }

  @AfterEach
  void end() {
    first.close();
    second.close();
    Awaitility.await("a free Lease")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> rest.delete(LoopProcess.LEASE).isObject());
  }

  @Test
  @DisplayName("reliability 21: the leader is killed with 200 Pods in flight")
  void anotherTakesOverFromALeaderThatDied() throws Exception {
    var changes = changes();
    first.process().kill();
    Awaitility.await("takes over").atMost(AFTER_DEATH).until(() -> second.leads(rest));
    changes.get(60, TimeUnit.SECONDS);
    fleet.awaitRight();
  }

  @Test
  @DisplayName("reliability 21: the leader is stopped with 200 Pods in flight")
  void anotherTakesOverFromALeaderThatStops() throws Exception {
    var changes = changes();
    var stopped = CompletableFuture.runAsync(first.process()::stop, Thread::startVirtualThread);
    Awaitility.await("takes over")
        .atMost(AFTER_STOP)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> second.leads(rest));
    stopped.get(30, TimeUnit.SECONDS);
    changes.get(60, TimeUnit.SECONDS);
    fleet.awaitRight();
  }

  @Test
  @DisplayName("reliability 21: an old leader that wakes up writes nothing")
  void anOldLeaderThatWakesUpWritesNothing() throws Exception {
    var changes = changes();
    first.process().freeze();
    Awaitility.await("takes over").atMost(AFTER_DEATH).until(() -> second.leads(rest));
    changes.get(60, TimeUnit.SECONDS);
    fleet.allReady(false);
    fleet.awaitRight();
    long woken = System.nanoTime();
    first.process().thaw();
    fleet.allReady(true);
    fleet.awaitRight();
    // The process is running again: it has read the Lease and the writes of the other leader.
    Awaitility.await("awake")
        .atMost(LIMIT)
        .until(
            () ->
                first.proxy().seen().stream()
                    .anyMatch(seen -> seen.nanos() > woken && seen.call().reads("leases")));
    // An Event request in flight when the process froze may still succeed, which is harmless. The
    // API server rejects all other writes, because their resource version is outdated.
    assertThat(first.proxy().seen())
        .filteredOn(seen -> seen.nanos() > woken && !seen.call().method().equals("GET"))
        .filteredOn(seen -> !seen.call().uri().contains("/events"))
        .as("what the old leader tried to write was refused")
        .allMatch(seen -> seen.status() == 409);
    assertThat(second.leads(rest)).isTrue();
  }

  /** Changes Pods asynchronously for a while. */
  private CompletableFuture<Void> changes() {
    return CompletableFuture.runAsync(
        () -> List.of(false, true, false, true).forEach(fleet::allReady),
        Thread::startVirtualThread);
  }
}
