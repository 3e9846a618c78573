package io.higuma.cluster.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.ServedKinds;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.kuma.ContainerPatch;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchReview;
import io.higuma.patch.PatchUsers.Users;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Writes the status of ContainerPatches: whether they can be applied, and which workloads use them.
 * Writes only changes, and only while this process is the leader.
 *
 * <p>Kuma's own CRD has no status subresource. With it, nothing is written, which is logged once.
 */
public final class PatchStatuses implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PatchStatuses.class);

  /** Resync period: changes of settings trigger no reconcile. */
  private static final Duration RESYNC = Duration.ofSeconds(15);

  /** Minimum interval, because many Pods change at once. */
  private static final Duration MIN_INTERVAL = Duration.ofMillis(500);

  /** Full resync period: a status may have been edited, or a CRD with a status installed. */
  private static final Duration FULL_RESYNC = Duration.ofMinutes(10);

  /** For one patch, which takes up to three requests. */
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  /** Inputs of a status; if unchanged, nothing is written. */
  private record Inputs(NamedPatch patch, PatchReview review, Users users) {}

  private record Reviewed(NamedPatch patch, PatchReview review, long at) {}

  /**
   * Dependencies.
   *
   * @param client client of the Kubernetes API
   * @param stores caches of the cluster
   * @param use workloads by patch
   * @param loop reports whether this process is the leader
   * @param loops runs the reconcile loop
   */
  public record Parts(
      KubernetesClient client,
      ClusterStores stores,
      PatchUsage use,
      DataplaneController loop,
      LoopSupervisor loops) {}

  private final KubernetesClient client;
  private final ClusterStores stores;
  private final PatchUsage usage;
  private final LeaderGuard leaderGuard;
  private final Function<NamedPatch, PatchReview> reviewer;
  private final PatchStatus status;
  private final Map<String, Inputs> written = new HashMap<>();
  private final Map<String, Reviewed> reviews = new HashMap<>();
  private final SupervisedLoop reconcileLoop;
  private Optional<Boolean> definesStatus = Optional.empty();
  private boolean missingStatusLogged;
  private long lastFullResync = System.nanoTime();

  /**
   * Writes nothing before {@link #start}.
   *
   * @param reviewer validates a patch
   */
  public PatchStatuses(
      Parts parts, Function<NamedPatch, PatchReview> reviewer, InstantSource clock) {
    this.client = parts.client();
    this.stores = parts.stores();
    this.usage = parts.use();
    this.leaderGuard = parts.loop()::isLeader;
    this.reviewer = reviewer;
    this.status = new PatchStatus(clock);
    this.reconcileLoop = parts.loops().loop("patch statuses", HEARTBEAT_LIMIT, _ -> iterate());
  }

  /** Starts to reconcile. */
  public void start() {
    stores.containerPatches().store().listen((key, before, after) -> reconcileLoop.wake());
    stores.pods().store().listen((key, before, after) -> reconcileLoop.wake());
    reconcileLoop.start();
  }

  @Override
  public void close() {
    reconcileLoop.close();
  }

  private NextRun iterate() throws InterruptedException {
    if (leaderGuard.mayWrite()) {
      reconcileAll();
    } else {
      clearCaches();
    }
    return NextRun.between(MIN_INTERVAL, MIN_INTERVAL.plus(RESYNC));
  }

  private void clearCaches() {
    written.clear();
    reviews.clear();
    definesStatus = Optional.empty();
    lastFullResync = System.nanoTime();
  }

  private void reconcileAll() throws InterruptedException {
    if (System.nanoTime() - lastFullResync > FULL_RESYNC.toNanos()) {
      clearCaches();
    }
    var patches = new TreeMap<String, NamedPatch>();
    stores.containerPatches().store().forEach((key, patch) -> patches.put(patch.name(), patch));
    written.keySet().retainAll(patches.keySet());
    reviews.keySet().retainAll(patches.keySet());
    var users = usage.all();
    for (var patch : patches.values()) {
      reconcileLoop.beat();
      try {
        reconcile(patch, users.getOrDefault(patch.name(), new Users(0, List.of())));
      } catch (IOException e) {
        LOG.warnf("the status of ContainerPatch %s was not written: %s", patch.name(), e);
      } catch (RuntimeException e) {
        LOG.warnf("the status of ContainerPatch %s was not written", patch.name());
        reconcileLoop.recordFault(e);
      }
    }
  }

  private void reconcile(NamedPatch patch, Users users) throws IOException, InterruptedException {
    var current = new Inputs(patch, review(patch), users);
    if (current.equals(written.get(patch.name()))) {
      return;
    }
    if (!hasStatus()) {
      written.put(patch.name(), current);
      return;
    }
    var all = client.resources(ContainerPatch.class).inNamespace(stores.systemNamespace());
    var stored = TypedCalls.get(all.withName(patch.name())::get);
    if (stored.isPresent() && reconcile(stored.get(), users)) {
      written.put(patch.name(), current);
    }
  }

  /** Whether the stored status is now the desired one. */
  private boolean reconcile(ContainerPatch stored, Users users)
      throws IOException, InterruptedException {
    var desired = status.of(stored, reviewer.apply(NamedPatch.of(stored)), users);
    if (desired.isEmpty()) {
      return true;
    }
    stored.setStatus(desired.get());
    return leaderGuard.mayWrite()
        && TypedCalls.change(client.resource(stored)::patchStatus).isPresent();
  }

  /** Cached, because Pods change often, patches and settings rarely. */
  private PatchReview review(NamedPatch patch) {
    var now = System.nanoTime();
    var last = reviews.get(patch.name());
    if (last == null || !last.patch().equals(patch) || now - last.at() > RESYNC.toNanos() / 2) {
      last = new Reviewed(patch, reviewer.apply(patch), now);
      reviews.put(patch.name(), last);
    }
    return last.review();
  }

  /** Whether the installed CRD has a status; cached until {@link #clearCaches}. */
  private boolean hasStatus() throws IOException, InterruptedException {
    if (definesStatus.isEmpty()) {
      definesStatus = discoverStatus();
    }
    return definesStatus.orElse(false);
  }

  /** Empty if the API server does not serve the group yet. */
  private Optional<Boolean> discoverStatus() throws IOException, InterruptedException {
    var served = ServedKinds.of(client);
    if (served.isEmpty()) {
      return Optional.empty();
    }
    boolean has = served.get().contains("containerpatches/status");
    if (!has && !missingStatusLogged) {
      missingStatusLogged = true;
      LOG.info(
          "the ContainerPatches of this cluster have no status: it is left out (the definition is"
              + " Kuma's own)");
    }
    return Optional.of(has);
  }
}
