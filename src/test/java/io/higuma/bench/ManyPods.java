package io.higuma.bench;

import io.higuma.cluster.controller.BenchCluster;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Measures the memory after writing the Dataplanes of many Pods. */
final class ManyPods {
  private static final Duration IDLE = Duration.ofSeconds(15);

  private final LocalKubeApi kube;
  private final int count;
  private final BenchCluster cluster;

  ManyPods(LocalKubeApi kube, int count) {
    this.kube = kube;
    this.count = count;
    this.cluster = BenchCluster.on(kube.client(), count);
  }

  /** Each candidate starts with the same Pods and without Dataplanes. */
  Results.Rounds measure(List<Candidate> candidates) throws IOException {
    cluster.prepare();
    cluster.createReady();
    Results.Rounds rounds = new Results.Rounds();
    for (Candidate candidate : candidates) {
      cluster.deleteDataplanes();
      cluster.awaitDataplanes(0);
      try (var running = RunningCandidate.start(kube, candidate).awaitReady()) {
        cluster.awaitDataplanes(count);
        LockSupport.parkNanos(IDLE.toNanos());
        rounds.add(candidate, running.memory("pods"));
      }
    }
    return rounds;
  }
}
