package io.higuma.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.cluster.controller.Rest;
import io.higuma.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Services, ContainerPatches and settings that change. */
final class ObjectChurn implements AutoCloseable {
  /** How the config API names the setting that changes. */
  private static final String SETTING =
      "/config/runtime/kubernetes/injector/sidecarContainer/drainTime";

  static final String OVERRIDES =
      "/api/v1/namespaces/" + ControlPlane.SYSTEM + "/configmaps/higuma-config";

  private static final Duration SERVICES_EVERY = Duration.ofSeconds(3);
  private static final Duration PATCHES_EVERY = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int OK = 200;

  /** The API server did not answer the replica. */
  private static final int UNAVAILABLE = 503;

  private static final int EXTRA = 10;
  private static final int END_SECONDS = 60;

  private final Cluster cluster;
  private final Replicas replicas;
  private final Journal journal;
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
  private final ReentrantLock settings = new ReentrantLock(true);
  private final ReentrantLock objects = new ReentrantLock(true);
  private final AtomicLong services = new AtomicLong();
  private final AtomicLong patches = new AtomicLong();
  private final AtomicLong changes = new AtomicLong();
  private volatile String usable = "";

  ObjectChurn(Cluster cluster, Replicas replicas, Journal journal) {
    this.cluster = cluster;
    this.replicas = replicas;
    this.journal = journal;
  }

  /** Starts all changes. */
  void start(Duration settingsEvery) {
    every(SERVICES_EVERY, objects, "a Service changes", this::changeService);
    every(PATCHES_EVERY, objects, "a ContainerPatch changes", this::changePatch);
    every(settingsEvery, settings, "settings change", this::changeSettings);
  }

  /** A ContainerPatch that Pods may use now; empty if there is none. */
  String usablePatch() {
    return usable;
  }

  long serviceChanges() {
    return services.get();
  }

  long patchChanges() {
    return patches.get();
  }

  long settingsChanges() {
    return changes.get();
  }

  /** Held while settings must not change. */
  ReentrantLock settings() {
    return settings;
  }

  /** Held while Services and ContainerPatches must not change. */
  ReentrantLock objects() {
    return objects;
  }

  private void every(Duration period, ReentrantLock lock, String name, Runnable change) {
    var _ =
        threads.scheduleWithFixedDelay(
            () -> {
              long start = System.nanoTime();
              lock.lock();
              try {
                change.run();
              } catch (UncheckedIOException e) {
                journal.unanswered();
              } catch (KubernetesClientException | ConditionTimeoutException e) {
                journal.failed(Claim.REACTIONS, start, name + ": " + e.getMessage());
              } catch (RuntimeException | Error e) {
                journal.failed(Claim.REACTIONS, name + ": " + e);
              } finally {
                lock.unlock();
              }
            },
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Each name in turn is created, changed and deleted. */
  private void changeService() {
    long step = services.get();
    long i = step % EXTRA;
    var all = Cluster.in(Cluster.namespace(i), "services");
    var path = all + "/extra-" + i;
    var _ =
        switch ((int) (step / EXTRA % 3)) {
          case 0 ->
              cluster.rest().get(path).isPresent()
                  ? Rest.json("{}")
                  : cluster.rest().post(all, Cluster.service("extra-" + i, i, 90));
          case 1 ->
              cluster
                  .rest()
                  .patch(
                      path,
                      Rest.json(
                          """
                          {"spec":{"ports":[{"name":"tcp","port":91,"targetPort":8080}]}}
                          """));
          default -> deleteIfPresent(path);
        };
    services.incrementAndGet();
  }

  private JsonNode deleteIfPresent(String path) {
    return cluster.rest().get(path).isPresent() ? cluster.rest().delete(path) : Rest.json("{}");
  }

  /** The newest is not used yet, the one before is used, the next changes, the oldest goes. */
  private void changePatch() {
    long newest = patches.get();
    if (cluster.rest().get(patch(newest)).isEmpty()) {
      var _ = cluster.rest().post(Cluster.patches(), Cluster.patch("soak-" + newest, 1000));
    }
    if (newest >= 1) {
      usable = "soak-" + (newest - 1);
    }
    if (newest >= 2) {
      var _ = cluster.rest().patch(patch(newest - 2), Cluster.patch("soak-" + (newest - 2), 2000));
    }
    if (newest >= 3) {
      var _ = deleteIfPresent(patch(newest - 3));
    }
    patches.incrementAndGet();
  }

  private static String patch(long number) {
    return Cluster.patches() + "/soak-" + number;
  }

  /** By the API of each replica in turn, and by an edit of the ConfigMap; all replicas follow. */
  private void changeSettings() {
    long step = changes.get();
    var wanted = (20 + step % 20) + "s";
    int way = (int) (step % (replicas.all().size() + 1));
    if (way == replicas.all().size()) {
      edit("{runtime: {kubernetes: {injector: {sidecarContainer: {drainTime: " + wanted + "}}}}}");
    } else {
      var answer = api(replicas.all().get(way), "PATCH", "\"" + wanted + "\"");
      if (answer.status() == UNAVAILABLE) {
        throw new UncheckedIOException(new IOException(answer.body()));
      }
      if (answer.status() != OK) {
        throw new KubernetesClientException(answer.body());
      }
    }
    for (var replica : replicas.all()) {
      Awaitility.await("the setting " + wanted + " on the " + replica.name() + " replica")
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> api(replica, "GET", "").body().contains("\"value\":\"" + wanted + "\""));
    }
    changes.incrementAndGet();
  }

  /** Replaces the overrides, as an operator does. */
  void edit(String overrides) {
    var body = Rest.json("{\"data\":{}}");
    body.withObject("/data").put("overrides.yaml", overrides);
    var _ = cluster.rest().patch(OVERRIDES, body);
  }

  /** An answer of the config API. */
  record Answer(int status, String body) {}

  private static Answer api(Replicas.Replica replica, String method, String body) {
    return api(replica, method, SETTING, body);
  }

  /** Calls the config API of a replica. */
  static Answer api(Replicas.Replica replica, String method, String path, String body) {
    try {
      var answer =
          replica
              .process()
              .api(
                  method,
                  path,
                  Map.of("If-Match", "*", "Content-Type", "application/merge-patch+json"),
                  body);
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        journal.failed(Claim.REACTIONS, "the changes of objects did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
