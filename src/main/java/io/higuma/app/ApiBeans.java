package io.higuma.app;

import io.higuma.api.ClusterInspection;
import io.higuma.api.ConfigService;
import io.higuma.api.Inventory;
import io.higuma.api.PatchDrafts;
import io.higuma.api.WorkloadFinder;
import io.higuma.api.WorkloadService;
import io.higuma.cluster.cache.CachedRelatedObjects;
import io.higuma.cluster.cache.CachedSurroundings;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ClusterPods;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.config.FollowedConfig;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.loop.LoopSupervisor;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** CDI producers of the services behind the REST API. */
final class ApiBeans {

  @Produces
  @Singleton
  ClusterInspection inspection(
      ApiCalls calls, CachedSurroundings surroundings, CurrentRules rules) {
    return new ClusterInspection(new ClusterPods(calls), surroundings, rules::injection);
  }

  @Produces
  @ApplicationScoped
  ConfigService configuration(
      FollowedConfig config,
      CachedSurroundings surroundings,
      ClusterInspection live,
      CurrentRules rules) {
    var finder = new WorkloadFinder(live, rules::contextFor);
    var advice =
        new ConfigService.Advice(new SettingsWarnings(surroundings)::of, Optional.of(finder));
    return new ConfigService(config, Clock.systemUTC(), advice);
  }

  @Produces
  @Singleton
  WorkloadService workloads(
      ClusterInspection live, DataplaneController controller, ClusterStores stores) {
    return new WorkloadService(
        live, new DataplaneFactory(controller::settings), new CachedRelatedObjects(stores));
  }

  @Produces
  @Singleton
  PatchDrafts drafts(ClusterInspection live, WorkloadService workloads) {
    return new PatchDrafts(live, workloads);
  }

  @Produces
  @Singleton
  Inventory inventory(
      ClusterInspection live,
      DataplaneController controller,
      MeterRegistry meters,
      LoopSupervisor loops) {
    return new Inventory(live, controller::isLeader, Inventory.PERIOD, meters, loops);
  }
}
