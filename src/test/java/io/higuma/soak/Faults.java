package io.higuma.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.cluster.controller.BenchCluster;
import io.higuma.soak.Replicas.Replica;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.FakeTime;
import io.higuma.testing.FullDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Faults that a control plane meets when it runs for long; no call may fail in any of them. */
final class Faults {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Of 1,000 ContainerPatches, one after the other, while everything else goes on. */
  private static final Duration STATUSES_LIMIT = Duration.ofMinutes(5);

  private static final int PATCHES = 1000;
  private static final int CALLS = 25;

  /** Longer than a replica checks its certificate, and than it renews a Lease. */
  private static final Duration AFTER_JUMP = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final Replicas replicas;
  private final ObjectChurn objects;
  private final Journal journal;

  Faults(Cluster cluster, Replicas replicas, ObjectChurn objects, Journal journal) {
    this.cluster = cluster;
    this.replicas = replicas;
    this.objects = objects;
    this.journal = journal;
  }

  /** All faults by name. */
  Map<String, Runnable> all() {
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("the Secret of certificates is deleted", this::deleteSecret);
    all.put("the disk of the log is full", this::fillDisk);
    all.put("1,000 ContainerPatches", this::createPatches);
    all.put("overrides of nearly 1 MiB", this::enlargeOverrides);
    all.put("the clock jumps", this::jump);
    return all;
  }

  private void deleteSecret() {
    long start = System.nanoTime();
    var before = secret();
    stored().delete();
    Awaitility.await("the Secret").atMost(LIMIT).until(() -> secret().equals(before));
    journal.add(
        Journal.Kind.FAULT,
        "The Secret of certificates was deleted, and was there again with the same content after"
            + " %.0f s.".formatted(Disturbances.seconds(start)));
  }

  private Resource<Secret> stored() {
    return cluster
        .kube()
        .client()
        .secrets()
        .inNamespace(ControlPlane.SYSTEM)
        .withName(Disturbances.SECRET);
  }

  private Map<String, String> secret() {
    var secret = stored().get();
    return secret == null ? Map.of() : secret.getData();
  }

  /** Another replica, so that the logs of the two that stay are read without a gap. */
  private void fillDisk() {
    var guest = replicas.guest("third", Map.of());
    try (var _ = FullDisk.of(guest.process().process())) {
      Replicas.await(guest);
      serve(guest, "nowhere");
      serve(guest, "default");
      journal.add(
          Journal.Kind.FAULT,
          "A third replica whose log is on a full disk answered %d calls, half of which it logs."
              .formatted(2 * CALLS));
    } finally {
      replicas.end(guest);
    }
  }

  private void serve(Replica replica, String mesh) {
    var pod = RunningWebhook.pod("probe");
    pod.withObject("/metadata/labels").put("kuma.io/mesh", mesh);
    var review = RunningWebhook.review(Cluster.namespace(0), pod);
    for (int i = 0; i < CALLS; i++) {
      boolean allowed = call(replica, review).path("allowed").asBoolean();
      if (allowed != mesh.equals("default")) {
        journal.failed(Claim.DECISIONS, "the third replica decides wrongly about the mesh " + mesh);
      }
    }
  }

  private static JsonNode call(Replica replica, JsonNode review) {
    try {
      return replica.process().webhook(AdmissionServer.INJECT_PATH, review);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void createPatches() {
    try {
      useOneOfManyPatches();
    } finally {
      // All with one request takes longer than the client waits for a response.
      Awaitility.await("the deletion of the ContainerPatches")
          .atMost(STATUSES_LIMIT)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(this::deletePatches);
    }
  }

  /** Returns whether there were none left. */
  private boolean deletePatches() {
    var patches = manyPatches();
    for (JsonNode patch : patches) {
      var name = patch.at("/metadata/name").asText();
      var _ = cluster.rest().delete(Cluster.patches() + "/" + name);
    }
    return patches.isEmpty();
  }

  private void useOneOfManyPatches() {
    long start = System.nanoTime();
    BenchCluster.together(
        PATCHES,
        i -> {
          var patch = Cluster.patch("many-" + i, i);
          patch.withObject("/metadata/labels").put("soak", "many");
          var _ = cluster.rest().post(Cluster.patches(), patch);
        });
    double created = Disturbances.seconds(start);
    Awaitility.await("the statuses of all ContainerPatches")
        .atMost(STATUSES_LIMIT)
        .pollInterval(Duration.ofSeconds(3))
        .until(() -> withStatus() == PATCHES);
    double written = Disturbances.seconds(start);
    var pods = Cluster.in(Cluster.namespace(0), "pods");
    var pod = RunningWebhook.pod("patched");
    pod.withObject("/metadata/annotations").put("kuma.io/container-patches", "many-" + 999);
    var injected = cluster.rest().post(pods, pod).at("/spec/initContainers").toString();
    var _ = cluster.rest().kill(pods + "/patched");
    if (!injected.contains("\"runAsGroup\":999")) {
      journal.failed(Claim.REACTIONS, "a Pod did not get its ContainerPatch of 1,000");
    }
    journal.add(
        Journal.Kind.FAULT,
        "%d ContainerPatches were created in %.0f s; all had a status after %.0f s."
            .formatted(PATCHES, created, written));
  }

  private long withStatus() {
    long count = 0;
    for (JsonNode patch : manyPatches()) {
      count += patch.at("/status/conditions").isEmpty() ? 0 : 1;
    }
    return count;
  }

  private JsonNode manyPatches() {
    return cluster
        .rest()
        .get(Cluster.patches() + "?labelSelector=soak=many")
        .orElseThrow()
        .path("items");
  }

  private void enlargeOverrides() {
    objects.settings().lock();
    try {
      int bytes = new LargeOverrides(cluster, replicas).run();
      journal.add(
          Journal.Kind.FAULT,
          "The ConfigMap of overrides had %,d bytes: both replicas follow it, and a change that does"
                  .formatted(bytes)
              + " not fit is refused.");
    } finally {
      objects.settings().unlock();
    }
  }

  /** A third replica too: a clock cannot be set for a process that runs without the library. */
  private void jump() {
    var time = FakeTime.in(cluster.kube().folder(), "clock");
    if (time.isEmpty()) {
      journal.add(
          Journal.Kind.FAULT, "Left out: no clock jumps, because libfaketime is not installed.");
      return;
    }
    var guest = replicas.guest("third", time.get().environment());
    try {
      Replicas.await(guest);
      for (var offset : new Duration[] {Duration.ofDays(1), Duration.ofHours(-1)}) {
        time.get().set(offset);
        LockSupport.parkNanos(AFTER_JUMP.toNanos());
        serve(guest, "default");
        guest.process().shown().checkValidity();
      }
      journal.add(
          Journal.Kind.FAULT,
          "The clock of a third replica was set a day ahead and then an hour behind: it answered"
              + " %d calls with a valid certificate.".formatted(2 * CALLS));
    } catch (CertificateException e) {
      journal.failed(Claim.REACTIONS, "the certificate after the clock was set: " + e);
    } finally {
      replicas.end(guest);
    }
  }
}
