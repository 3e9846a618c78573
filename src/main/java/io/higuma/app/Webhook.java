package io.higuma.app;

import io.higuma.admission.AdmissionServer;
import io.higuma.admission.ReadinessGate;
import io.higuma.admission.RequestListener;
import io.higuma.admission.ServerTimeouts;
import io.higuma.cluster.cache.CachedSurroundings;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.cache.LiveSurroundings;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts and drains the {@link AdmissionServer}. It is separate from the HTTP server of Quarkus, on
 * the same Vert.x, because it opens before the API and has its own certificate, limits and drain.
 */
@Singleton
final class Webhook {
  private static final Logger LOG = Logger.getLogger(Webhook.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 15;

  private final Vertx vertx;
  private final Settings settings;
  private final Certificates certificates;
  private final CurrentRules rules;
  private final CachedSurroundings cached;
  private final LiveSurroundings live;
  private final WorkloadObserver workloads;
  private final RequestListener requestListener;
  private final MeterRegistry meters;
  private final LoopSupervisor loops;
  private @Nullable AdmissionServer server;

  Webhook(
      Vertx vertx,
      Settings settings,
      Certificates certificates,
      CurrentRules rules,
      CachedSurroundings cached,
      ApiCalls api,
      ClusterStores stores,
      WorkloadObserver workloads,
      RequestListener requestListener,
      MeterRegistry meters,
      LoopSupervisor loops) {
    this.vertx = vertx;
    this.settings = settings;
    this.certificates = certificates;
    this.rules = rules;
    this.cached = cached;
    this.live = new LiveSurroundings(api, stores.systemNamespace());
    this.workloads = workloads;
    this.requestListener = requestListener;
    this.meters = meters;
    this.loops = loops;
  }

  /**
   * Opens the port; requests wait for {@code ready}.
   *
   * @param ready completes when requests can be decided
   * @param missing what is still missing until then, for messages
   * @throws StartupException if the port is in use
   */
  void open(CompletionStage<?> ready, Supplier<String> missing) throws StartupException {
    var serverSettings = settings.runtime().kubernetes().admissionServer();
    var endpoint =
        new AdmissionServer.Endpoint(
            serverSettings.address(),
            serverSettings.port(),
            certificates.webhookKeys(),
            TlsRules.of(settings.general()),
            Certificates.webhookClientTrust(settings),
            Runtime.getRuntime().availableProcessors(),
            ServerTimeouts.DEFAULTS);
    var decisions =
        new AdmissionServer.Decisions(
            rules::current,
            cached,
            live,
            new ReadinessGate(ready, missing, ReadinessGate.DEFAULT_TIMEOUT),
            meters,
            workloads.users(),
            workloads.listener(),
            requestListener);
    server =
        awaitStart(serverSettings.port(), AdmissionServer.start(vertx, endpoint, decisions, loops));
  }

  /** The port; only after {@link #open}. */
  int port() {
    return Objects.requireNonNull(server).port();
  }

  /** Responds to remaining requests and closes their connections. */
  void drain() {
    if (server != null) {
      try {
        var _ =
            server
                .drain(DRAIN)
                .toCompletionStage()
                .toCompletableFuture()
                .get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("stopped with requests in flight", e);
      }
    }
  }

  private static AdmissionServer awaitStart(int port, Future<AdmissionServer> opening)
      throws StartupException {
    var what = "the webhook's port " + port;
    try {
      return opening.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new StartupException(what + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new StartupException(what + ": not within " + START_SECONDS + " s", e);
    }
  }
}
