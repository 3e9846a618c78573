package io.higuma.bench;

import io.higuma.cluster.controller.BareWriter;
import io.higuma.cluster.controller.BenchCluster;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.ProcessFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Measures one candidate in a large cluster: Pods that arrive, a restart, and a backlog. */
final class ManyDataplanes {
  private static final Duration IDLE = Duration.ofSeconds(15);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final double PERCENT = 100;

  private final LocalKubeApi kube;
  private final int count;
  private final BenchCluster cluster;

  ManyDataplanes(LocalKubeApi kube, int count) {
    this.kube = kube;
    this.count = count;
    this.cluster = BenchCluster.on(kube.client(), count);
  }

  /** Runs all measurements on an API server without Pods. */
  Map<String, Double> measure(Candidate candidate) throws IOException {
    cluster.prepare();
    Map<String, Double> figures = new TreeMap<>();
    try (var running = RunningCandidate.start(kube, candidate).awaitReady()) {
      figures.putAll(stream(running));
      LockSupport.parkNanos(IDLE.toNanos());
      figures.putAll(running.memory("full"));
    }
    try (var running = RunningCandidate.start(kube, candidate)) {
      figures.putAll(restart(running));
    }
    BareWriter writer = new BareWriter(kube.client());
    cluster.deleteDataplanes();
    cluster.awaitDataplanes(0);
    double backlog;
    try (var running = RunningCandidate.start(kube, candidate)) {
      cluster.awaitDataplanes(count);
      backlog = secondsSince(running.started());
    }
    cluster.deleteDataplanes();
    cluster.awaitDataplanes(0);
    long start = System.nanoTime();
    writer.write();
    figures.put("backlogSeconds", backlog);
    figures.put("backlogShare", PERCENT * secondsSince(start) / backlog);
    return figures;
  }

  /** Pods are created and get ready, as fast as the API server accepts them. */
  private Map<String, Double> stream(RunningCandidate running) {
    ProcessFigures server = new ProcessFigures(kube.apiServer().pid());
    double own = running.cpuMillis();
    double others = server.cpu();
    cluster.createReady();
    long last = System.nanoTime();
    cluster.awaitDataplanes(count, POLL);
    double lag = secondsSince(last) * 1000;
    double share = (running.cpuMillis() - own) / 1000 / (server.cpu() - others);
    return Map.of("lagMillis", lag, "cpuShare", PERCENT * share);
  }

  private Map<String, Double> restart(RunningCandidate running) throws IOException {
    double first = ServerBench.firstInjection(running);
    Awaitility.await("all Pods are reconciled")
        .atMost(TIMEOUT)
        .pollInterval(POLL)
        .failFast(running::mustRun)
        .until(() -> running.metric("higuma_dataplane_reconciles_total") >= count);
    double compared = secondsSince(running.started());
    LockSupport.parkNanos(IDLE.toNanos());
    return Map.of(
        "restartMillis", first,
        "restartSeconds", compared,
        "restartWrites", running.metric("higuma_dataplane_writes_total"));
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
