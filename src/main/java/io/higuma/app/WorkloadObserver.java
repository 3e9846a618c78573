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
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.loop.LoopSupervisor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/** Starts Events on workloads and the status updates of ContainerPatches. */
final class WorkloadObserver implements AutoCloseable {
  private final InjectionEvents events;
  private final PatchUsage usage;
  private final PatchStatuses statuses;

  /**
   * Dependencies.
   *
   * @param client Kubernetes client
   * @param stores informer caches
   * @param controller reports whether this process is the leader
   * @param rules current rules, read from {@link #start} on
   * @param identity unique identity of this process
   * @param eventListener called after each Event
   * @param meters metrics registry
   * @param loops runs background loops
   */
  record Parts(
      KubernetesClient client,
      ClusterStores stores,
      DataplaneController controller,
      Supplier<DecisionRules> rules,
      String identity,
      SentEventListener eventListener,
      MeterRegistry meters,
      LoopSupervisor loops) {}

  /** Does nothing before {@link #start}. */
  WorkloadObserver(Parts parts) {
    this.events =
        new InjectionEvents(
            parts.client(),
            parts.identity(),
            Clock.systemUTC(),
            parts.eventListener(),
            parts.meters(),
            parts.loops());
    this.usage = new PatchUsage(parts.stores(), () -> parts.rules().get().patches().defaults());
    var surroundings = new CachedSurroundings(parts.stores());
    this.statuses =
        new PatchStatuses(
            new PatchStatuses.Parts(
                parts.client(), parts.stores(), usage, parts.controller(), parts.loops()),
            patch -> parts.rules().get().patches().review(patch, surroundings),
            Clock.systemUTC());
  }

  void start() {
    events.start();
    statuses.start();
  }

  /** Workloads that use a ContainerPatch. */
  PatchUsage users() {
    return usage;
  }

  /** Emits Events for decisions. */
  DecisionListener listener() {
    return new DecisionEvents(events);
  }

  @Override
  public void close() {
    statuses.close();
    events.close();
  }
}
