package io.higuma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.cluster.controller.BenchCluster;
import io.higuma.testing.LocalKubeApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Measures the memory after writing the Dataplanes of many Pods. */
final class ManyPods {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration IDLE = Duration.ofSeconds(3);

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
    BenchCluster.together(
        count,
        i -> {
          cluster.create(i);
          cluster.status(i, true);
        });
    Results.Rounds rounds = new Results.Rounds();
    for (Candidate candidate : candidates) {
      cluster.deleteDataplanes();
      awaitDataplanes(0);
      try (var running = RunningCandidate.start(kube, candidate).awaitReady()) {
        awaitDataplanes(count);
        LockSupport.parkNanos(IDLE.toNanos());
        rounds.add(candidate, running.memory("pods"));
      }
    }
    return rounds;
  }

  private void awaitDataplanes(int expected) {
    Awaitility.await("Dataplanes")
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> dataplanes() == expected);
  }

  /** Counted by the API server, to avoid a full list. */
  private long dataplanes() {
    try {
      JsonNode first =
          new ObjectMapper()
              .readTree(kube.client().raw("/apis/kuma.io/v1alpha1/dataplanes?limit=1"));
      return first.path("items").size() + first.at("/metadata/remainingItemCount").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
