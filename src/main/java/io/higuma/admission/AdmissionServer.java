package io.higuma.admission;

import io.higuma.inject.Surroundings;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.patch.PatchUsers;
import io.higuma.settings.TlsRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** HTTPS server of the admission webhooks, called by the Kubernetes API server. */
public final class AdmissionServer {
  /** Mutating webhook: injects the sidecar into Pods. */
  public static final String INJECT_PATH = "/inject-sidecar";

  /** Validating webhook for Pods. */
  public static final String VALIDATE_PATH = "/validate-v1-pod";

  /** Validating webhook for ContainerPatches. */
  public static final String VALIDATE_KUMA_PATH = "/validate-kuma-io-v1alpha1";

  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration DRAIN_POLL_INTERVAL = Duration.ofMillis(20);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(1);

  /**
   * Settings of the listener.
   *
   * @param address to bind to; empty for all
   * @param port to listen on; 0 for any free port
   * @param keys serving certificate and key, read at every handshake
   * @param tls TLS versions and cipher suites
   * @param clients verifies client certificates; empty if none are required
   * @param eventLoops number of threads that serve connections
   * @param timeouts timeouts and queue limit
   */
  public record Endpoint(
      String address,
      int port,
      X509KeyManager keys,
      TlsRules tls,
      Optional<X509TrustManager> clients,
      int eventLoops,
      ServerTimeouts timeouts) {}

  /**
   * Dependencies of the webhooks.
   *
   * @param rules read at every request, so that a change of settings applies at once
   * @param cached reads the informer caches
   * @param live reads from the API server, for when the caches may be stale
   * @param readiness what requests wait for
   * @param meters metrics registry
   * @param users workloads that use a ContainerPatch
   * @param decisionListener callback after each decision
   * @param requestListener callback after each response
   */
  public record Decisions(
      Supplier<DecisionRules> rules,
      Surroundings cached,
      Surroundings live,
      ReadinessGate readiness,
      MeterRegistry meters,
      PatchUsers users,
      DecisionListener decisionListener,
      RequestListener requestListener) {

    /** Without workloads that use ContainerPatches and without callbacks. */
    public Decisions(
        Supplier<DecisionRules> rules,
        Surroundings cached,
        Surroundings live,
        ReadinessGate readiness,
        MeterRegistry meters) {
      this(
          rules,
          cached,
          live,
          readiness,
          meters,
          PatchUsers.NONE,
          DecisionListener.NONE,
          RequestListener.NONE);
    }
  }

  private final ServerState state;
  private final int port;

  private AdmissionServer(ServerState state, int port) {
    this.state = state;
    this.port = port;
  }

  /**
   * Starts to listen, until Vert.x is closed; fails if the port is in use.
   *
   * @param loops runs background loops
   */
  public static Future<AdmissionServer> start(
      Vertx vertx, Endpoint endpoint, Decisions decisions, LoopSupervisor loops) {
    var metrics = new AdmissionMetrics(decisions.meters());
    var inject = new InjectWebhook(decisions, metrics);
    var validate = new ValidatePodWebhook(decisions.rules(), decisions.cached());
    var patches = new ValidatePatchWebhook(decisions);
    var state =
        new ServerState(
            new WaitingRequests(decisions.readiness()),
            new TimeoutSweeper(),
            endpoint.timeouts(),
            BodyBudget.ofHeap(),
            // Large reviews take processors from the event loops: at most half as many at a time.
            new Semaphore(Math.max(1, endpoint.eventLoops() / 2)),
            metrics,
            decisions.requestListener(),
            new AtomicInteger(),
            new GracefulDrain(),
            loops);
    metrics.bindInFlight(state.inFlight());
    var routes =
        new Routes(
            vertx,
            state,
            Map.of(
                INJECT_PATH,
                new ReviewHandler(WebhookTarget.POD, inject, metrics),
                VALIDATE_PATH,
                new ReviewHandler(WebhookTarget.POD, validate, metrics),
                VALIDATE_KUMA_PATH,
                new ReviewHandler(WebhookTarget.CONTAINER_PATCH, patches, metrics)));
    var sweepLoop =
        loops.loop(
            "deadlines",
            HEARTBEAT_LIMIT,
            _ -> {
              state.sweeper().sweep();
              return NextRun.in(SWEEP_INTERVAL);
            });
    decisions
        .readiness()
        .ready()
        .thenRun(
            () ->
                loops.after(
                    vertx,
                    ReadinessGate.BACKLOG_TIME,
                    "warm-up",
                    () -> WarmUp.start(decisions.rules().get(), loops)));
    var port = new AtomicInteger();
    return vertx
        .deployVerticle(
            () -> new Listener(endpoint, port, routes, sweepLoop),
            new DeploymentOptions().setInstances(endpoint.eventLoops()))
        .map(id -> new AdmissionServer(state, port.get()));
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Number of requests in flight. */
  public int inFlight() {
    return state.inFlight().get();
  }

  /**
   * Drains connections: responds to requests and closes their connections until the server is idle,
   * for at most {@code grace}. Readiness must fail before.
   */
  public Future<Void> drain(Duration grace) {
    state.drain().start();
    Promise<Void> drained = Promise.promise();
    long end = System.nanoTime() + grace.toNanos();
    state
        .loops()
        .loop(
            "drain",
            HEARTBEAT_LIMIT,
            _ -> {
              boolean idle = state.inFlight().get() == 0 && state.drain().isIdle();
              if (!idle && System.nanoTime() - end < 0) {
                return NextRun.in(DRAIN_POLL_INTERVAL);
              }
              drained.complete();
              return NextRun.end();
            })
        .start();
    return drained.future();
  }

  /** The HTTP server of one event loop. */
  private static final class Listener extends AbstractVerticle {
    private final Endpoint endpoint;
    private final AtomicInteger port;
    private final Routes routes;
    private final SupervisedLoop sweepLoop;

    Listener(Endpoint endpoint, AtomicInteger port, Routes routes, SupervisedLoop sweepLoop) {
      this.endpoint = endpoint;
      this.port = port;
      this.routes = routes;
      this.sweepLoop = sweepLoop;
    }

    @Override
    public void start(Promise<Void> started) {
      sweepLoop.start();
      routes
          .serve(
              vertx.createHttpServer(ServerOptions.of(endpoint)),
              new DispatchQueue(context, endpoint.timeouts().maxQueued()))
          .listen()
          .onSuccess(server -> port.set(server.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }

    @Override
    public void stop() {
      sweepLoop.close();
    }
  }
}
