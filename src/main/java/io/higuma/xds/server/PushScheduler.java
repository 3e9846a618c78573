package io.higuma.xds.server;

import io.higuma.loop.LoopSupervisor;
import io.higuma.xds.snapshot.MeshChanges;
import io.higuma.xds.snapshot.Topology;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Pushes changes of the topology to the streams that they affect. The first change is pushed at
 * once; changes within {@link #PERIOD} after a push are pushed together. One push follows the
 * other.
 */
final class PushScheduler {
  /** Shortest time between two pushes, and longest time from a change to its push. */
  static final Duration PERIOD = Duration.ofMillis(50);

  /** How long a stream stays without a Dataplane, which may be created again. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Vertx vertx;
  private final Topology topology;
  private final StreamRegistry streams;
  private final ProxySource source;
  private final XdsMetrics metrics;
  private final LoopSupervisor loops;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile long changedAt;
  private volatile boolean refreshed;
  private volatile boolean stopping;
  private volatile long pushedAt = System.nanoTime() - PERIOD.toNanos();

  PushScheduler(
      Vertx vertx,
      Topology topology,
      StreamRegistry streams,
      ProxySource source,
      XdsMetrics metrics,
      LoopSupervisor loops) {
    this.vertx = vertx;
    this.topology = topology;
    this.streams = streams;
    this.source = source;
    this.metrics = metrics;
    this.loops = loops;
  }

  /**
   * What is still missing before proxies can be served, for messages; empty if nothing is. A proxy
   * that got a configuration without the services would drop them.
   */
  String missing() {
    if (stopping) {
      return "the control plane stops";
    }
    String missing = source.missing();
    return missing.isEmpty() && !refreshed ? "the configuration is not built" : missing;
  }

  /** From now on no proxy is served that comes. */
  void stop() {
    stopping = true;
  }

  /** Schedules a push after a change of the topology; does not block. */
  void changed() {
    if (scheduled.compareAndSet(false, true)) {
      long now = System.nanoTime();
      changedAt = now;
      Duration rest = PERIOD.minusNanos(now - pushedAt);
      Duration delay = rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest;
      var _ = loops.after(vertx, delay, "xDS push", () -> loops.task("xDS push", this::push));
    }
  }

  /** Ends the streams of a Mesh that can no longer be served. */
  void endUnsupported() {
    for (ProxyStream<?, ?> stream : streams.all()) {
      Optional<String> reason = source.unsupported(stream.proxy().mesh());
      reason.ifPresent(text -> stream.end(GrpcStatus.FAILED_PRECONDITION, text));
    }
  }

  private synchronized void push() {
    long since = changedAt;
    // Later changes schedule a push of their own.
    pushedAt = System.nanoTime();
    scheduled.set(false);
    boolean synced = source.missing().isEmpty();
    List<MeshChanges> all = topology.refresh();
    refreshed |= synced;
    for (ProxyStream<?, ?> stream : streams.all()) {
      if (all.stream().anyMatch(changes -> topology.affects(changes, stream.proxy()))) {
        topology
            .snapshot(stream.proxy(), stream.node(), stream.snapshot())
            .ifPresentOrElse(stream::offer, () -> endLater(stream));
      }
    }
    metrics.pushed(Duration.ofNanos(System.nanoTime() - since));
  }

  /** Ends a stream unless its proxy has a Dataplane again by then. */
  private void endLater(ProxyStream<?, ?> stream) {
    var _ =
        loops.after(
            vertx,
            GRACE,
            "xDS stream without a Dataplane",
            () -> {
              if (topology.networking(stream.proxy()).isEmpty()) {
                stream.end(GrpcStatus.NOT_FOUND, ProxyStream.withoutDataplane(stream.proxy()));
              }
            });
  }
}
