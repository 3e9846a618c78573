package io.higuma.cli;

import io.higuma.api.ApiDoor;
import io.higuma.api.ConfigService;
import io.higuma.api.FollowedConfig;
import io.higuma.api.Inventory;
import io.higuma.api.LiveInspection;
import io.higuma.api.WorkloadFinder;
import io.higuma.api.WorkloadService;
import io.higuma.cluster.AccessReviews;
import io.higuma.cluster.ApiCalls;
import io.higuma.cluster.ClusterPods;
import io.higuma.cluster.ClusterStores;
import io.higuma.cluster.ControlLoop;
import io.higuma.cluster.StoredNeighbours;
import io.higuma.cluster.StoredSurroundings;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.loop.LoopSupervisor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;

/** What the API works on in a running control plane. */
final class ApiRooms {
  private ApiRooms() {}

  /**
   * What it is made of.
   *
   * @param calls the Kubernetes API
   * @param stores what is known of the cluster
   * @param loop says whether this process leads
   * @param config the settings
   * @param rules what is decided by
   * @param keys what the HTTPS port shows
   * @param meters where it counts
   * @param loops what it does in the background
   */
  record Parts(
      ApiCalls calls,
      ClusterStores stores,
      ControlLoop loop,
      FollowedConfig config,
      LiveRules rules,
      X509KeyManager keys,
      MeterRegistry meters,
      LoopSupervisor loops) {}

  /** Puts it together; nothing is started. */
  static ApiDoor.Rooms of(Parts parts, DataplaneSettings dataplanes) {
    var around = new StoredSurroundings(parts.stores());
    var live = new LiveInspection(new ClusterPods(parts.calls()), around, parts.rules()::injection);
    var finder = new WorkloadFinder(live, parts.rules()::under);
    var advice = new ConfigService.Advice(new SettingsWarnings(around)::of, Optional.of(finder));
    return new ApiDoor.Rooms(
        parts.config().service(advice),
        new WorkloadService(
            live, new DataplaneFactory(dataplanes), new StoredNeighbours(parts.stores())),
        new Inventory(live, parts.loop()::leads, Inventory.PERIOD, parts.meters(), parts.loops()),
        new AccessReviews(parts.calls()),
        parts.keys());
  }
}
