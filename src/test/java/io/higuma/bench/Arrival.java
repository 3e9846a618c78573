package io.higuma.bench;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Waits until each of some streams has got certain endpoints of a cluster. Thread-safe. */
final class Arrival {
  private final String cluster;
  private final Set<String> expected;
  private final Set<Integer> waiting = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Long> last = new CompletableFuture<>();

  /** Streams are numbered from 0. */
  Arrival(String cluster, Set<String> expected, int streams) {
    this.cluster = cluster;
    this.expected = Set.copyOf(expected);
    IntStream.range(0, streams).forEach(waiting::add);
  }

  /** A stream got endpoints. */
  void got(int stream, String of, Set<String> endpoints) {
    if (of.equals(cluster) && endpoints.equals(expected)) {
      waiting.remove(stream);
      if (waiting.isEmpty()) {
        last.complete(System.nanoTime());
      }
    }
  }

  /**
   * When the last stream got them, by {@link System#nanoTime}.
   *
   * @throws IllegalStateException if some did not in time
   */
  long await(Duration limit) {
    try {
      return last.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "%d streams did not get %s of %s".formatted(waiting.size(), expected, cluster), e);
    }
  }
}
