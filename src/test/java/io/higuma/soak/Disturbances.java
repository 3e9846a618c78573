package io.higuma.soak;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What happens to a control plane that runs for long: rotations, kills, restarts. */
final class Disturbances {
  static final String SECRET = "higuma-ca";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Until a Service sends no connections to a replica that was killed. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  /** Until replicas have listed and watch again. */
  private static final Duration AFTER_RESTART = Duration.ofSeconds(10);

  private final LocalKubeApi kube;
  private final Replicas replicas;
  private final Journal journal;

  Disturbances(LocalKubeApi kube, Replicas replicas, Journal journal) {
    this.kube = kube;
    this.replicas = replicas;
    this.journal = journal;
  }

  /** Rotates the authority; no call may fail. Ends when all replicas serve its certificates. */
  void rotate() {
    var before = serials();
    kube.client()
        .secrets()
        .inNamespace(ControlPlane.SYSTEM)
        .withName(SECRET)
        .edit(
            secret -> {
              var annotations = new HashMap<>(annotations(secret.getMetadata()));
              annotations.put("higuma.io/renew-ca", "now");
              secret.getMetadata().setAnnotations(annotations);
              return secret;
            });
    long start = System.nanoTime();
    Awaitility.await("certificates of the new authority")
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> serials().stream().noneMatch(before::contains));
    journal.add(
        Journal.Kind.ROTATION,
        "The authority was rotated: both replicas serve new certificates after %.0f s."
            .formatted(seconds(start)));
  }

  private static Map<String, String> annotations(ObjectMeta metadata) {
    return metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations();
  }

  private List<BigInteger> serials() {
    return replicas.all().stream()
        .map(replica -> replica.process().shown().getSerialNumber())
        .toList();
  }

  /** Kills the leader and starts it again; the other one leads then. */
  void killLeader() {
    var leader = replicas.awaitLeader();
    var process = leader.process().process();
    long start = System.nanoTime();
    try (var _ = journal.window("the kill of the leader", AFTER_KILL)) {
      process.kill();
    }
    process.start();
    Replicas.await(leader);
    double ready = seconds(start);
    var next = replicas.awaitLeader();
    journal.add(
        Journal.Kind.KILL,
        "The leader (%s) was killed and serves again after %.0f s; %s leads after %.0f s."
            .formatted(leader.name(), ready, next.name(), seconds(start)));
  }

  /** Kills the API server and starts it again. */
  void restartApiServer() {
    long start = System.nanoTime();
    try (var _ = journal.window("the restart of the API server", AFTER_RESTART)) {
      // Not stopped: that takes as long as its watches last.
      kube.apiServer().kill();
      kube.apiServer().start();
      kube.awaitReady();
      // It ends if the API server is away for long.
      kube.controllers().start();
    }
    journal.add(
        Journal.Kind.RESTART,
        "The API server was killed, started again, and serves after %.0f s."
            .formatted(seconds(start)));
  }

  static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
