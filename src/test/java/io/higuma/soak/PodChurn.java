package io.higuma.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Pods that come and go. Each is created through the API server, so that it passes the webhook,
 * gets an address and is ready, is not ready for a while, and is deleted.
 */
final class PodChurn implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int END_SECONDS = 60;
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** One of so many Pods names a Mesh that does not exist, and must be refused. */
  private static final int REFUSED = 50;

  /** One of so many Pods uses a ContainerPatch. */
  private static final int PATCHED = 5;

  private static final String NOT_FOUND = ": 404 ";
  private static final int ADDRESSES = 250;

  private final Cluster cluster;
  private final Journal journal;
  private final Duration life;
  private final Supplier<String> patch;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
  private final AtomicLong number = new AtomicLong();
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean ends;

  /**
   * Creates nothing before {@link #start}.
   *
   * @param patch the name of a ContainerPatch that Pods may use now
   */
  PodChurn(Cluster cluster, Journal journal, Duration life, Supplier<String> patch) {
    this.cluster = cluster;
    this.journal = journal;
    this.life = life;
    this.patch = patch;
  }

  /** Starts to create so many Pods a second. */
  void start(int perSecond) {
    var _ =
        threads.scheduleAtFixedRate(
            () -> threads.execute(this::begin), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  /** Stops all changes of Pods until {@link #resume}. */
  void pause() {
    gate.writeLock().lock();
  }

  /** Goes on; to be called by the thread that paused. */
  void resume() {
    gate.writeLock().unlock();
  }

  long created() {
    return created.get();
  }

  long deleted() {
    return deleted.get();
  }

  long refused() {
    return refused.get();
  }

  private void begin() {
    // While changes pause, none is postponed.
    if (ends || gate.isWriteLocked()) {
      return;
    }
    long i = number.getAndIncrement();
    guarded(
        () -> {
          if (i % REFUSED == REFUSED - 1) {
            refuse(i);
          } else if (create(i)) {
            later(life.dividedBy(20), i, () -> ready(i, true));
            later(life.multipliedBy(2).dividedBy(5), i, () -> ready(i, false));
            later(life.multipliedBy(3).dividedBy(5), i, () -> ready(i, true));
            later(life, i, () -> delete(i));
          }
        });
  }

  /** Runs a step later, and again after a failure. */
  private void later(Duration delay, long i, Runnable step) {
    if (ends) {
      return;
    }
    var _ =
        threads.schedule(
            () ->
                guarded(
                    () -> {
                      long start = System.nanoTime();
                      try {
                        step.run();
                      } catch (KubernetesClientException e) {
                        // A step that was repeated may come after the Pod was deleted.
                        if (!String.valueOf(e.getMessage()).contains(NOT_FOUND)) {
                          journal.failed(Claim.CALLS, start, pod(i) + ": " + e.getMessage());
                          later(RETRY, i, step);
                        }
                      } catch (UncheckedIOException e) {
                        journal.unanswered();
                        later(RETRY, i, step);
                      }
                    }),
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void guarded(Runnable step) {
    gate.readLock().lock();
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (!ends) {
        journal.failed(Claim.REACTIONS, "the churn of Pods: " + e);
      }
    } finally {
      gate.readLock().unlock();
    }
  }

  private boolean create(long i) {
    long start = System.nanoTime();
    try {
      var pod = cluster.rest().post(Cluster.in(Cluster.namespace(i), "pods"), pod(i, ""));
      created.incrementAndGet();
      if (pod.at("/spec/initContainers").isEmpty()) {
        journal.failed(Claim.DECISIONS, pod(i) + " was created without a sidecar");
      }
      return true;
    } catch (KubernetesClientException e) {
      var claim = isWebhookFailure(e) ? Claim.CALLS : Claim.DECISIONS;
      journal.failed(claim, start, "create " + pod(i) + ": " + e.getMessage());
    } catch (UncheckedIOException e) {
      // It may have been created all the same.
      journal.unanswered();
      later(life, i, () -> delete(i));
    }
    return false;
  }

  private static boolean isWebhookFailure(KubernetesClientException e) {
    var message = String.valueOf(e.getMessage());
    return message.contains("failed calling webhook") || !message.contains("denied the request");
  }

  private void refuse(long i) {
    long start = System.nanoTime();
    try {
      var _ =
          cluster
              .rest()
              .post(Cluster.in(Cluster.namespace(i), "pods"), pod(i, "\"kuma.io/mesh\":\"none\","));
      journal.failed(Claim.DECISIONS, pod(i) + " has a Mesh that does not exist, and was created");
      later(life, i, () -> delete(i));
    } catch (KubernetesClientException e) {
      if (String.valueOf(e.getMessage()).contains("\"none\" not found")) {
        refused.incrementAndGet();
      } else {
        journal.failed(Claim.CALLS, start, "create " + pod(i) + ": " + e.getMessage());
      }
    } catch (UncheckedIOException e) {
      journal.unanswered();
    }
  }

  private void ready(long i, boolean ready) {
    var _ = cluster.rest().patch(path(i) + "/status", Cluster.status(address(i), ready));
  }

  private void delete(long i) {
    if (cluster.rest().get(path(i)).isPresent()) {
      var _ = cluster.rest().kill(path(i));
      deleted.incrementAndGet();
    }
  }

  private static String path(long i) {
    return Cluster.in(Cluster.namespace(i), "pods") + "/" + pod(i);
  }

  private static String pod(long i) {
    return "pod-" + i;
  }

  private JsonNode pod(long i, String labels) {
    var usable = i % PATCHED == 0 ? patch.get() : "";
    var annotations =
        usable.isEmpty() ? "" : "\"kuma.io/container-patches\":\"%s\"".formatted(usable);
    return Cluster.pod(pod(i), "%s\"app\":\"%s\"".formatted(labels, Cluster.app(i)), annotations);
  }

  private static String address(long i) {
    return "11.%d.%d.%d"
        .formatted(
            i / ADDRESSES / ADDRESSES % ADDRESSES, i / ADDRESSES % ADDRESSES, i % ADDRESSES + 1);
  }

  @Override
  public void close() {
    ends = true;
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        journal.failed(Claim.REACTIONS, "the churn of Pods did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
