package io.higuma.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.admission.DecisionListener;
import io.higuma.admission.DecisionRules;
import io.higuma.cluster.cache.CachedSurroundings;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.cluster.controller.InjectionEvents;
import io.higuma.cluster.controller.PatchStatuses;
import io.higuma.cluster.controller.PatchUsage;
import io.higuma.loop.LoopSupervisor;
import io.higuma.patch.PatchUsers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/** What is told about workloads and ContainerPatches besides the answers of the webhook. */
final class WorkloadObserver implements AutoCloseable {
  private final InjectionEvents events;
  private final PatchUsage use;
  private final PatchStatuses statuses;

  /**
   * What it needs of the process.
   *
   * @param client of the Kubernetes API
   * @param stores what is known of the cluster
   * @param loop says whether this process leads
   * @param rules what is decided by, from {@link #start} on
   * @param identity tells this process from all others
   * @param meters where it counts
   * @param loops what it does in the background
   */
  record Parts(
      KubernetesClient client,
      ClusterStores stores,
      DataplaneController loop,
      Supplier<DecisionRules> rules,
      String identity,
      MeterRegistry meters,
      LoopSupervisor loops) {}

  /** Nothing happens before {@link #start}. */
  WorkloadObserver(Parts parts) {
    this.events =
        new InjectionEvents(
            parts.client(), parts.identity(), Clock.systemUTC(), parts.meters(), parts.loops());
    this.use = new PatchUsage(parts.stores(), () -> parts.rules().get().patches().defaults());
    var around = new CachedSurroundings(parts.stores());
    this.statuses =
        new PatchStatuses(
            new PatchStatuses.Parts(
                parts.client(), parts.stores(), use, parts.loop(), parts.loops()),
            patch -> parts.rules().get().patches().review(patch, around),
            Clock.systemUTC());
  }

  void start() {
    events.start();
    statuses.start();
  }

  /** Who uses a ContainerPatch. */
  PatchUsers users() {
    return use;
  }

  /** Makes events of decisions. */
  DecisionListener listener() {
    return new DecisionEvents(events);
  }

  @Override
  public void close() {
    statuses.close();
    events.close();
  }
}
