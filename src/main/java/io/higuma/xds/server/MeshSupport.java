package io.higuma.xds.server;

import io.higuma.cluster.cache.ObjectStore;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.MeshEvents;
import io.higuma.dataplane.MeshView;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.xds.snapshot.PolicySupport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Decides which Meshes are served, and says why others are not: in the log, an Event on the Mesh, a
 * metric, and the status of its proxies' streams.
 */
public final class MeshSupport implements ClusterTopology.Support, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MeshSupport.class);

  /** Events of Kubernetes are kept for an hour; an unserved Mesh should always have one. */
  private static final Duration REMINDER = Duration.ofMinutes(10);

  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(30);

  private final ObjectStore<MeshView> meshes;
  private final boolean inboundTagsDisabled;
  private final PolicyWatch policies;
  private final MeshEvents events;
  private final Runnable changed;
  private final SupervisedLoop loop;

  /** The reasons that were logged, by Mesh. */
  private final Map<String, String> reported = new ConcurrentHashMap<>();

  private long remindedAt = System.nanoTime();

  /**
   * Starts nothing before {@link #start}.
   *
   * @param meshes all Meshes
   * @param inboundTagsDisabled {@code experimental.inboundTagsDisabled}
   * @param events sends Events
   * @param changed called after a change of any Mesh or policy; must not block
   */
  public MeshSupport(
      ApiCalls api,
      ObjectStore<MeshView> meshes,
      boolean inboundTagsDisabled,
      MeshEvents events,
      Runnable changed,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.meshes = meshes;
    this.inboundTagsDisabled = inboundTagsDisabled;
    this.events = events;
    this.changed = changed;
    this.loop = loops.loop("unserved meshes", HEARTBEAT_LIMIT, _ -> report());
    this.policies = new PolicyWatch(api, this::meshesChanged, loops);
    Gauge.builder("higuma_xds_unserved_meshes", reported, Map::size)
        .description("Meshes whose proxies get no configuration")
        .register(meters);
  }

  /** Starts to watch policies and to report. */
  public void start() {
    events.start();
    policies.start();
    loop.start();
  }

  /** To be called after a change of any Mesh; also called after one of any policy. */
  public void meshesChanged() {
    loop.wake();
    changed.run();
  }

  /** Completes when it is known which Meshes are served. */
  public CompletableFuture<Void> known() {
    return policies.synced();
  }

  @Override
  public String missing() {
    return policies.missing();
  }

  @Override
  public Optional<String> problem(String mesh) {
    return meshes
        .find("", mesh)
        .flatMap(
            view ->
                PolicySupport.problem(view, inboundTagsDisabled).or(() -> policies.problem(mesh)))
        .map(reason -> "mesh " + mesh + " is not served: " + reason);
  }

  /** Whether it is known that a Mesh is served. */
  public boolean serves(String mesh) {
    return missing().isEmpty() && problem(mesh).isEmpty();
  }

  @Override
  public void close() {
    loop.close();
    policies.close();
    events.close();
  }

  private NextRun report() {
    boolean reminds = System.nanoTime() - remindedAt >= REMINDER.toNanos();
    remindedAt = reminds ? System.nanoTime() : remindedAt;
    Set<String> unserved = new HashSet<>();
    meshes.forEach(
        (key, view) ->
            problem(key.name())
                .ifPresent(
                    reason -> {
                      unserved.add(key.name());
                      boolean isNew = !reason.equals(reported.put(key.name(), reason));
                      if (isNew) {
                        LOG.warn(reason);
                      }
                      if (isNew || reminds) {
                        events.notServed(key.name(), reason);
                      }
                    }));
    for (String mesh : Set.copyOf(reported.keySet())) {
      if (!unserved.contains(mesh)) {
        reported.remove(mesh);
        LOG.infof("mesh %s is served again", mesh);
      }
    }
    return NextRun.within(REMINDER);
  }
}
