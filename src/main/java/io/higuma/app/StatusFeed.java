package io.higuma.app;

import io.higuma.api.Inventory;
import io.higuma.api.status.ChangeNotices;
import io.higuma.api.status.ChangeNotices.View;
import io.higuma.api.status.LastHour;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.config.FollowedConfig;
import jakarta.inject.Singleton;

/** Starts the samples of the last hour and the change notices, and feeds these from the caches. */
@Singleton
final class StatusFeed implements AutoCloseable {
  private final ChangeNotices notices;
  private final LastHour lastHour;
  private final Inventory inventory;
  private final ClusterStores stores;
  private final FollowedConfig config;

  StatusFeed(
      ChangeNotices notices,
      LastHour lastHour,
      Inventory inventory,
      ClusterStores stores,
      FollowedConfig config) {
    this.notices = notices;
    this.lastHour = lastHour;
    this.inventory = inventory;
    this.stores = stores;
    this.config = config;
  }

  /** Adds the listeners and starts both loops. */
  void start() {
    stores
        .pods()
        .store()
        .listen((key, before, after) -> changed(View.WORKLOADS, View.PATCHES, View.OVERVIEW));
    stores
        .dataplanes()
        .store()
        .listen((key, before, after) -> changed(View.DATAPLANES, View.OVERVIEW));
    stores.services().store().listen((key, before, after) -> changed(View.DATAPLANES));
    stores
        .containerPatches()
        .store()
        .listen((key, before, after) -> changed(View.PATCHES, View.WORKLOADS));
    inventory.listen(() -> changed(View.WORKLOADS, View.OVERVIEW, View.DATAPLANES));
    config.config().follow(settings -> changed(View.SETTINGS, View.WORKLOADS, View.PATCHES));
    notices.start();
    lastHour.start();
  }

  private void changed(View... views) {
    for (View view : views) {
      notices.changed(view);
    }
  }

  @Override
  public void close() {
    lastHour.close();
    notices.close();
  }
}
