package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.admission.AdmissionServer;
import io.higuma.admission.Gate;
import io.higuma.admission.Patience;
import io.higuma.admission.Rules;
import io.higuma.api.DiagnosticsServer;
import io.higuma.cluster.ApiCalls;
import io.higuma.cluster.ClusterClient;
import io.higuma.cluster.ClusterStores;
import io.higuma.cluster.ControlLoop;
import io.higuma.cluster.LiveSurroundings;
import io.higuma.cluster.RateLimit;
import io.higuma.cluster.StoredSurroundings;
import io.higuma.inject.Injection;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.settings.RenderingDigest;
import io.higuma.settings.Settings;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The running control plane: webhooks, informers, health and metrics. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Server.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final long START_SECONDS = 30;
  private static final long CLOSE_SECONDS = 15;

  private final Vertx vertx;
  private final KubernetesClient client;
  private final ClusterStores stores;
  private final ControlLoop loop;
  private final CompletableFuture<KubernetesVersion> version;
  private final CompletableFuture<Rules> rules;
  private final ServingCertificate certificate;
  private final AdmissionServer admission;
  private final DiagnosticsServer diagnostics;
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
   * @param settings what it works under
   * @param cluster the cluster it works for
   * @throws CannotStart where a port is taken or a file cannot be read
   */
  public static Server start(Settings settings, Config cluster) throws CannotStart {
    var vertx = EventLoops.start();
    try {
      return new Server(vertx, settings, cluster);
    } catch (CannotStart | RuntimeException e) {
      vertx.close().toCompletionStage();
      throw e;
    }
  }

  /**
   * Runs until the process is told to stop (SIGTERM, SIGINT), and then stops in order.
   *
   * @throws CannotStart where a port is taken or a file cannot be read
   */
  public static void run(Settings settings) throws CannotStart, InterruptedException {
    var server = start(settings, ClusterClient.config());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    new CountDownLatch(1).await();
  }

  private Server(Vertx vertx, Settings settings, Config cluster) throws CannotStart {
    this.vertx = vertx;
    this.client = ClusterClient.connect(vertx, cluster);
    var kubernetes = settings.runtime().kubernetes();
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var limits = kubernetes.clientConfig();
    var api = new ApiCalls(client, RateLimit.of(limits.qps(), limits.burstQps()));
    var options = ControlLoop.Options.of(settings, identity());
    this.stores =
        new ClusterStores(
            api, settings.store().kubernetes().systemNamespace(), options.dataplanes());
    this.loop = new ControlLoop(api, stores, options, meters);
    loop.start();
    stores.start();
    this.certificate = Certificates.ofWebhook(settings);
    var ca = Certificates.authorityForSidecars(settings, certificate);
    this.version = ClusterClient.version(client);
    this.rules = version.thenApply(found -> rules(settings, found, ca));
    var opened = CompletableFuture.allOf(stores.synced(), rules);
    var server = kubernetes.admissionServer();
    this.admission =
        await(
            "the webhook's port " + server.port(),
            AdmissionServer.start(
                vertx,
                new AdmissionServer.Endpoint(
                    server.address(),
                    server.port(),
                    new ServingKeyManager(() -> certificate),
                    EventLoops.count(),
                    Patience.USUAL),
                new AdmissionServer.Decisions(
                    rules::join,
                    new StoredSurroundings(stores),
                    new LiveSurroundings(client, stores.systemNamespace()),
                    new Gate(opened, this::missing, Gate.PATIENCE),
                    meters)));
    this.diagnostics =
        await(
            "the diagnostics port " + settings.diagnostics().serverPort(),
            DiagnosticsServer.start(
                vertx, settings.diagnostics().serverPort(), this::missing, meters));
    LOG.infof(
        "webhook on port %d, diagnostics on port %d, certificate %s until %s",
        admission.port(), diagnostics.port(), certificate.fingerprint(), certificate.notAfter());
    var _ = opened.thenRun(() -> LOG.infof("ready %d ms after the start", sinceStart().toMillis()));
  }

  private static Duration sinceStart() {
    var start = ProcessHandle.current().info().startInstant();
    return Duration.between(
        start.orElseGet(() -> Clock.systemUTC().instant()), Clock.systemUTC().instant());
  }

  /** PEM of what callers of the webhook must trust. */
  public String caBundle() {
    return certificate.trustAnchorPem();
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
    if (stopping) {
      return "stopping";
    }
    var missing = stores.missing();
    return missing.isEmpty() && !rules.isDone() ? "the API server's version" : missing;
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
    loop.close();
    try {
      await("drained", admission.drain(DRAIN));
    } catch (CannotStart e) {
      LOG.warn("calls were still waiting", e);
    }
    version.cancel(false);
    stores.close();
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

  private static Rules rules(Settings settings, KubernetesVersion version, String ca) {
    boolean wanted = settings.runtime().kubernetes().injector().sidecarContainers();
    boolean isNative = wanted && version.hasNativeSidecars();
    LOG.infof(
        "Kubernetes %s: sidecars are %s containers", version, isNative ? "native" : "ordinary");
    return Rules.of(
        new Injection(settings, isNative, ca)
            .markedWith(Version.number(), RenderingDigest.of(settings)));
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
