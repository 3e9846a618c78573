package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.Gate;
import io.higuma.admission.Patience;
import io.higuma.api.ApiDoor;
import io.higuma.api.DiagnosticsServer;
import io.higuma.api.FollowedConfig;
import io.higuma.api.HealthCheck;
import io.higuma.cli.tracing.Tracing;
import io.higuma.cluster.ClusterClient;
import io.higuma.cluster.ClusterStores;
import io.higuma.cluster.ControlLoop;
import io.higuma.cluster.LiveSurroundings;
import io.higuma.cluster.RateLimit;
import io.higuma.cluster.StoredSurroundings;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.higuma.tls.CertificateSource;
import io.higuma.tls.Lives;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The running control plane: webhooks, informers, health and metrics. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Server.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final long START_SECONDS = 30;
  private static final long CLOSE_SECONDS = 15;

  private final Vertx vertx;
  private final LoopSupervisor loops;
  private final ClusterClient client;
  private final ClusterStores stores;
  private final ControlLoop loop;
  private final WorkloadWatch workloads;
  private final CompletableFuture<KubernetesVersion> version;
  private final FollowedConfig config;
  private final LiveRules rules;
  private final Certificates certificates;
  private final ApiDoor.Rooms api;
  private final Tracing tracing;
  private final AdmissionServer admission;
  private final DiagnosticsServer diagnostics;
  private final StartOrder order;
  private final long begun = System.nanoTime();
  private volatile boolean stopping;

  /** What keeps the process from starting; the message is for people. */
  public static final class CannotStart extends Exception {
    private static final long serialVersionUID = 1;

    CannotStart(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Starts everything and returns when the ports are open. Calls of the webhook that come before
   * the cluster has been read wait for it.
   *
   * @param start what it is started with
   * @param cluster the cluster it works for
   * @throws CannotStart where a port is taken or a file cannot be read
   */
  public static Server start(FollowedConfig.Start start, Config cluster) throws CannotStart {
    return start(start, cluster, Lives.USUAL);
  }

  /** The same with certificates that live so long. */
  static Server start(FollowedConfig.Start start, Config cluster, Lives lives) throws CannotStart {
    return start(start, cluster, lives, Watch.usual());
  }

  /** The same that is watched so. */
  static Server start(FollowedConfig.Start start, Config cluster, Lives lives, Watch watch)
      throws CannotStart {
    var vertx = EventLoops.start();
    try {
      return new Server(vertx, start, cluster, lives, watch);
    } catch (CannotStart | RuntimeException e) {
      vertx.close().toCompletionStage();
      throw e;
    }
  }

  private Server(Vertx vertx, FollowedConfig.Start start, Config cluster, Lives lives, Watch watch)
      throws CannotStart {
    var meters = watch.meters();
    var settings = start.loaded().settings();
    SidecarTrust.check(settings);
    this.vertx = vertx;
    this.loops = watch.loops();
    this.client = ClusterClient.connect(vertx, cluster);
    var kubernetes = settings.runtime().kubernetes();
    BuildInfo.register(meters);
    var limits = kubernetes.clientConfig();
    this.order = new StartOrder(vertx, loops);
    var api = client.calls(RateLimit.of(limits.qps(), limits.burstQps()), order.turnstile());
    var options = ControlLoop.Options.of(settings, identity());
    this.tracing = tracing(settings, options.identity());
    this.stores =
        new ClusterStores(
            api, settings.store().kubernetes().systemNamespace(), options.dataplanes(), loops);
    this.loop = new ControlLoop(api, stores, options, meters, tracing.looks(), loops);
    // First of all: what it waits for comes while everything else is made.
    this.certificates =
        Certificates.start(
            new Certificates.Parts(settings, api, loop::leads, lives, loops), meters);
    loop.start();
    stores.start();
    this.config =
        FollowedConfig.start(
            start, SidecarTrust::violations, api, Clock.systemUTC(), meters, loops);
    this.version = ClusterClient.version(api, loops);
    this.rules = new LiveRules(config.config(), version, certificates.webhook(), loops);
    this.workloads =
        new WorkloadWatch(
            new WorkloadWatch.Parts(
                api, stores, loop, rules::current, options.identity(), meters, loops));
    this.api =
        ApiRooms.of(
            new ApiRooms.Parts(
                api, stores, loop, config, rules, certificates.apiKeys(), meters, loops),
            options.dataplanes());
    var _ =
        rules
            .made()
            .thenRun(
                loops.guarded(
                    "start of workloads",
                    () -> {
                      workloads.start();
                      this.api.inventory().start();
                    }));
    var opened = CompletableFuture.allOf(stores.synced(), rules.made(), config.synced());
    order.decidesAfter(opened);
    var server = kubernetes.admissionServer();
    this.admission =
        await(
            "the webhook's port " + server.port(),
            AdmissionServer.start(
                vertx,
                new AdmissionServer.Endpoint(
                    server.address(),
                    server.port(),
                    certificates.webhookKeys(),
                    TlsRules.of(settings.general()),
                    Certificates.clientsOfWebhook(settings),
                    EventLoops.count(),
                    Patience.USUAL),
                new AdmissionServer.Decisions(
                    rules::current,
                    new StoredSurroundings(stores),
                    new LiveSurroundings(api, stores.systemNamespace()),
                    new Gate(opened, this::missing, Gate.PATIENCE),
                    meters,
                    workloads.users(),
                    workloads.listener(),
                    tracing.calls()),
                loops));
    this.diagnostics =
        await(
            "the diagnostics port " + settings.diagnostics().serverPort(),
            DiagnosticsServer.start(
                vertx,
                DiagnosticsServer.options(settings, certificates.diagnosticsKeys()),
                new DiagnosticsServer.Checks(this::health, new Liveness(loops, loop)::checks),
                meters));
    LOG.infof("webhook on port %d, diagnostics on port %d", admission.port(), diagnostics.port());
    var _ =
        opened.thenRun(
            () -> LOG.infof("ready after %d ms", (System.nanoTime() - begun) / 1_000_000));
  }

  private static Tracing tracing(Settings settings, String identity) throws CannotStart {
    try {
      var service = new Tracing.Service(Version.number(), identity);
      return Tracing.of(settings.tracing().openTelemetry(), System.getenv(), service);
    } catch (IllegalArgumentException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  /** Completes when the webhook's first calls need no consideration any more. */
  CompletableFuture<Void> settled() {
    return order.rest();
  }

  /** Whether it has been told to stop. */
  boolean isStopping() {
    return stopping;
  }

  /** The certificate of the webhook, and what its callers must trust. */
  CertificateSource certificate() {
    return certificates.webhook();
  }

  /** What the process does in the background. */
  public LoopSupervisor loops() {
    return loops;
  }

  /** What the API works on. */
  public ApiDoor.Rooms api() {
    return api;
  }

  /** The port of the webhooks. */
  public int admissionPort() {
    return admission.port();
  }

  /** The port of health and metrics. */
  public int diagnosticsPort() {
    return diagnostics.port();
  }

  /** What keeps it from being ready; empty when it is ready. */
  public String missing() {
    return health().stream()
        .map(HealthCheck::missing)
        .filter(missing -> !missing.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private List<HealthCheck> health() {
    return List.of(
        HealthCheck.of("process", stopping ? "stopping" : ""),
        certificates.health(),
        HealthCheck.of("caches", stores.missing()),
        HealthCheck.of("kubernetes", rules.missing()),
        config.health());
  }

  /** Says no to readiness, answers what has come in, and ends. */
  @Override
  public void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    LOG.info("stopping");
    // Before the calls are waited for: another replica can take the lead at once.
    api.inventory().close();
    workloads.close();
    loop.close();
    try {
      await("drained", admission.drain(DRAIN));
    } catch (CannotStart e) {
      LOG.warn("calls were still waiting", e);
    }
    version.cancel(false);
    config.close();
    rules.close();
    certificates.close();
    stores.close();
    tracing.close();
    client.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not everything could be closed", e);
    }
  }

  private static String identity() {
    return System.getenv().getOrDefault("HOSTNAME", "higuma") + "_" + UUID.randomUUID();
  }

  private static <T> T await(String what, Future<T> future) throws CannotStart {
    try {
      return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStart("interrupted", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new CannotStart(what + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new CannotStart(what + ": not within " + START_SECONDS + " s", e);
    }
  }
}
