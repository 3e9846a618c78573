package io.higuma.app;

import io.higuma.admission.ReadinessGate;
import io.higuma.api.Inventory;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.client.StartupLimiter;
import io.higuma.cluster.controller.DataplaneController;
import io.higuma.config.FollowedConfig;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Starts and stops the parts of the control plane in order. Quarkus opens the ports of the API and
 * of health afterwards.
 */
@Singleton
final class ControlPlane {
  private static final Logger LOG = Logger.getLogger(ControlPlane.class);

  /** Maximum delay after the start, for when the cluster cannot be read. */
  private static final Duration MAX_DELAY = Duration.ofSeconds(2);

  private final Settings settings;
  private final Certificates certificates;
  private final DataplaneController controller;
  private final ClusterStores stores;
  private final FollowedConfig config;
  private final CurrentRules rules;
  private final Webhook webhook;
  private final SidecarServer sidecars;
  private final WorkloadObserver workloads;
  private final Inventory inventory;
  private final StatusFeed status;
  private final LoopSupervisor loops;
  private final IdleCollection idleCollection;
  private final ProcessState state;
  private final StartupLimiter startupLimiter;
  private final Vertx vertx;

  ControlPlane(
      Settings settings,
      Certificates certificates,
      DataplaneController controller,
      ClusterStores stores,
      FollowedConfig config,
      CurrentRules rules,
      Webhook webhook,
      SidecarServer sidecars,
      WorkloadObserver workloads,
      Inventory inventory,
      StatusFeed status,
      LoopSupervisor loops,
      ProcessState state,
      StartupLimiter startupLimiter,
      Vertx vertx) {
    this.settings = settings;
    this.certificates = certificates;
    this.controller = controller;
    this.stores = stores;
    this.config = config;
    this.rules = rules;
    this.webhook = webhook;
    this.sidecars = sidecars;
    this.workloads = workloads;
    this.inventory = inventory;
    this.status = status;
    this.loops = loops;
    this.idleCollection = new IdleCollection(loops);
    this.state = state;
    this.startupLimiter = startupLimiter;
    this.vertx = vertx;
  }

  /** Returns when the webhook's port is open; requests wait until the caches are synced. */
  void start(@Observes @Priority(StartupPriority.CONTROL_PLANE) StartupEvent event)
      throws StartupException {
    long startedAt = System.nanoTime();
    config.config().follow(latest -> controller.use(DataplaneSettings.of(latest.settings())));
    controller.start();
    stores.start();
    var ready = CompletableFuture.allOf(stores.synced(), rules.ready(), config.synced());
    webhook.open(ready, state::missing);
    var _ =
        rules
            .ready()
            .thenRun(
                loops.guarded(
                    "start of workloads",
                    () -> {
                      workloads.start();
                      inventory.start();
                      status.start();
                    }));
    allowAllCallsAfter(MAX_DELAY);
    // Not infof with %d, which loads the symbols of the locale: that delays the first request by a
    // millisecond.
    LOG.info(
        "webhook on port "
            + webhook.port()
            + ", diagnostics on port "
            + settings.diagnostics().serverPort());
    var _ =
        ready.thenRun(
            () -> {
              allowAllCallsAfter(ReadinessGate.BACKLOG_TIME);
              var _ =
                  loops.after(
                      vertx, IdleCollection.PERIOD, "idle collection", idleCollection::start);
              var _ =
                  loops.after(
                      vertx, ReadinessGate.BACKLOG_TIME, "port for sidecars", sidecars::open);
              LOG.infof("ready after %d ms", (System.nanoTime() - startedAt) / 1_000_000);
            });
  }

  /**
   * Delays what the webhook's first requests do not need: more concurrent API calls, and watches.
   */
  private void allowAllCallsAfter(Duration delay) {
    var _ = loops.after(vertx, delay, "rest of the start", startupLimiter::removeLimit);
  }

  /** Fails readiness, drains the webhook and stops all parts. */
  void stop(@Observes ShutdownEvent event) {
    state.stopping();
    LOG.info("stopping");
    idleCollection.close();
    // Before the drain, so that another replica can acquire the lease at once.
    status.close();
    inventory.close();
    workloads.close();
    controller.close();
    sidecars.drain();
    webhook.drain();
    config.close();
    rules.close();
    certificates.close();
    stores.close();
  }
}
