package io.higuma.app;

import io.higuma.api.ConfigService;
import io.higuma.api.FollowedConfig;
import io.higuma.api.Inventory;
import io.higuma.api.LiveInspection;
import io.higuma.api.WorkloadFinder;
import io.higuma.api.WorkloadService;
import io.higuma.cluster.ApiCalls;
import io.higuma.cluster.ClusterPods;
import io.higuma.cluster.ClusterStores;
import io.higuma.cluster.ControlLoop;
import io.higuma.cluster.StoredNeighbours;
import io.higuma.cluster.StoredSurroundings;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.loop.LoopSupervisor;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What the resources of the API work on. */
final class ApiBeans {

  @Produces
  @Singleton
  LiveInspection inspection(ApiCalls calls, StoredSurroundings around, LiveRules rules) {
    return new LiveInspection(new ClusterPods(calls), around, rules::injection);
  }

  @Produces
  @ApplicationScoped
  ConfigService configuration(
      FollowedConfig config, StoredSurroundings around, LiveInspection live, LiveRules rules) {
    var finder = new WorkloadFinder(live, rules::under);
    return config.service(
        new ConfigService.Advice(new SettingsWarnings(around)::of, Optional.of(finder)));
  }

  @Produces
  @Singleton
  WorkloadService workloads(
      LiveInspection live, ControlLoop.Options options, ClusterStores stores) {
    return new WorkloadService(
        live, new DataplaneFactory(options.dataplanes()), new StoredNeighbours(stores));
  }

  @Produces
  @Singleton
  Inventory inventory(
      LiveInspection live, ControlLoop loop, MeterRegistry meters, LoopSupervisor loops) {
    return new Inventory(live, loop::leads, Inventory.PERIOD, meters, loops);
  }
}
