package io.higuma.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.bench.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls the webhooks of the replicas in turn, without the API server, and measures the time. */
final class LatencyProbe implements AutoCloseable {
  private static final int PER_SECOND = 20;
  private static final int P99 = 990;

  private final Replicas replicas;
  private final Journal journal;
  private final JsonNode review =
      RunningWebhook.review(Cluster.namespace(0), RunningWebhook.pod("probe"));
  private final ConcurrentLinkedQueue<Long> recent = new ConcurrentLinkedQueue<>();
  private final List<Long> all = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong calls = new AtomicLong();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  LatencyProbe(Replicas replicas, Journal journal) {
    this.replicas = replicas;
    this.journal = journal;
  }

  /** Starts to call. */
  void start() {
    var _ =
        thread.scheduleAtFixedRate(this::call, 0, 1_000_000 / PER_SECOND, TimeUnit.MICROSECONDS);
  }

  /** The 99th percentile of the calls since the last time, in milliseconds; empty without calls. */
  Optional<Double> recent() {
    var taken = new ArrayList<Long>();
    for (Long nanos = recent.poll(); nanos != null; nanos = recent.poll()) {
      taken.add(nanos);
    }
    return p99(taken);
  }

  /** The 99th percentile of all calls, in milliseconds; empty without calls. */
  Optional<Double> overall() {
    synchronized (all) {
      return p99(all);
    }
  }

  private static Optional<Double> p99(List<Long> nanos) {
    return nanos.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Latencies(nanos.stream().mapToLong(each -> each).toArray()).percentileMillis(P99));
  }

  private void call() {
    var replica = replicas.all().get((int) (calls.getAndIncrement() % replicas.all().size()));
    if (!replica.serves()) {
      return;
    }
    long start = System.nanoTime();
    try {
      var response = replica.process().webhook(AdmissionServer.INJECT_PATH, review);
      long took = System.nanoTime() - start;
      if (!response.path("allowed").asBoolean() || !response.has("patch")) {
        journal.failed(Claim.DECISIONS, start, "the " + replica.name() + " replica: " + response);
      }
      recent.add(took);
      all.add(took);
    } catch (IOException | UncheckedIOException e) {
      journal.failed(Claim.CALLS, start, "a call of the " + replica.name() + " replica: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
