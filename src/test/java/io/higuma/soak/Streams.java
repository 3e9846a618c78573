package io.higuma.soak;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.testing.Settled;
import io.higuma.xds.IncrementalProxy;
import io.higuma.xds.SimulatedProxy;
import io.higuma.xds.SotwProxy;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.grpc.client.GrpcClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Streams of sidecars, half of them incremental. Half of them go to each replica; one that ends is
 * opened again once its replica serves.
 */
final class Streams implements AutoCloseable {
  private static final int CLOSE_SECONDS = 20;
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final Replicas replicas;
  private final Journal journal;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final GrpcClient client;
  private final List<SimulatedProxy<?, ?>> proxies = new ArrayList<>();
  private final Set<SimulatedProxy<?, ?>> reported = new HashSet<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private long opened;

  Streams(Cluster cluster, Replicas replicas, Journal journal) {
    this.cluster = cluster;
    this.replicas = replicas;
    this.journal = journal;
    this.client = SimulatedProxy.client(vertx, 2 * cluster.streams());
  }

  /** Creates the Pods, opens all streams, and keeps them open. */
  void start() {
    cluster.createStreaming();
    for (int i = 0; i < cluster.streams(); i++) {
      proxies.add(opened(i));
    }
    var _ =
        thread.scheduleWithFixedDelay(
            this::reopen, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How often streams were opened. */
  synchronized long opened() {
    return opened;
  }

  /** A sentence for each stream that has ended or has other endpoints. */
  synchronized List<String> wrong(Map<String, Set<String>> expected) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < proxies.size(); i++) {
      var proxy = proxies.get(i);
      if (!proxy.error().isEmpty()) {
        wrong.add("the stream of " + Cluster.proxy(i) + " has ended: " + proxy.error());
        continue;
      }
      var endpoints = proxy.endpoints();
      for (var service : expected.entrySet()) {
        if (!service.getValue().equals(endpoints.getOrDefault(service.getKey(), Set.of()))) {
          wrong.add(
              "%s has other endpoints of %s: %s instead of %s"
                  .formatted(
                      Cluster.proxy(i),
                      service.getKey(),
                      endpoints.get(service.getKey()),
                      service.getValue()));
        }
      }
    }
    return wrong;
  }

  private synchronized void reopen() {
    for (int i = 0; i < proxies.size(); i++) {
      var ended = proxies.get(i);
      if (ended.error().isEmpty()) {
        continue;
      }
      // One that was never configured came before the port for sidecars was open.
      if (ended.listeners() > 0 && reported.add(ended)) {
        long since = System.nanoTime() - PERIOD.toNanos();
        journal.failed(Claim.STREAMS, since, "the stream of a sidecar has ended: " + ended.error());
      }
      if (replica(i).serves()) {
        try {
          proxies.set(i, opened(i));
          reported.remove(ended);
        } catch (UncheckedIOException e) {
          journal.unanswered();
        } catch (KubernetesClientException e) {
          journal.failed(
              Claim.STREAMS, System.nanoTime(), "no token for a stream: " + e.getMessage());
        }
      }
    }
  }

  private SimulatedProxy<?, ?> opened(int i) {
    SimulatedProxy<?, ?> proxy = i / 2 % 2 == 0 ? new SotwProxy() : new IncrementalProxy();
    proxy.open(client, replica(i).process().sidecarPort(), Cluster.proxy(i), cluster.token(i));
    opened++;
    return proxy;
  }

  private Replicas.Replica replica(int i) {
    return replicas.all().get(i % replicas.all().size());
  }

  @Override
  public void close() {
    thread.shutdownNow();
    Settled.of(CLOSE_SECONDS, vertx.close());
  }
}
