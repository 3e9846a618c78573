package io.higuma.cluster.controller;

import io.higuma.cluster.cache.Informer;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.ResourceKind;
import io.higuma.cluster.client.ApiPath;
import io.higuma.loop.LoopSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Watches Dataplanes as an ordinary client and measures the latency of changes. */
final class DataplaneWatch implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private final Informer<String> informer;
  private final Map<ObjectKey, Long> expected = new ConcurrentHashMap<>();
  private final List<Long> latencies = new ArrayList<>();
  private long first;
  private long last;

  /**
   * Changes since the last result.
   *
   * @param count number of changes
   * @param seconds from the first expectation to the last change
   * @param burst seconds from the first change to the last
   * @param p50 median of the milliseconds from the expectation to the change
   * @param p99 99th percentile of the same
   */
  record Result(int count, double seconds, double burst, double p50, double p99) {
    double perSecond() {
      return count / seconds;
    }
  }

  DataplaneWatch(Rest rest) {
    this.informer =
        new Informer<>(
            rest.api(),
            ResourceKind.ofMetadata(
                "Dataplanes",
                ApiPath.kuma().resource("dataplanes"),
                "metadata(name,namespace,resourceVersion)",
                object -> Optional.of(object.path("metadata").path("resourceVersion").asText())),
            LoopSupervisor.uncounted());
    informer.store().listen(this::changed);
    informer.start();
    informer.synced().join();
  }

  /** Expects a change of this Dataplane from now on. */
  void expect(ObjectKey key) {
    expected.put(key, System.nanoTime());
  }

  /** Waits for all expected changes. */
  Result await(long started) {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(expected::isEmpty);
    synchronized (latencies) {
      long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
      latencies.clear();
      return new Result(
          sorted.length,
          (last - started) / 1e9,
          (last - first) / 1e9,
          sorted[sorted.length / 2] / 1e6,
          sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)] / 1e6);
    }
  }

  /** Resource versions of all Dataplanes. */
  Map<ObjectKey, String> versions() {
    Map<ObjectKey, String> versions = new HashMap<>();
    informer.store().forEach(versions::put);
    return versions;
  }

  @Override
  public void close() {
    informer.close();
  }

  private void changed(ObjectKey key, @Nullable String before, @Nullable String after) {
    Long since = after == null ? null : expected.remove(key);
    if (since != null) {
      long now = System.nanoTime();
      synchronized (latencies) {
        first = latencies.isEmpty() ? now : first;
        last = now;
        latencies.add(now - since);
      }
    }
  }
}
