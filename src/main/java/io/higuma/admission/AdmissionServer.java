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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/** The TLS server that the Kubernetes API server calls before it stores a Pod. */
public final class AdmissionServer {
  /** The path that gives Pods their sidecar. */
  public static final String INJECT_PATH = "/inject-sidecar";

  /** The path that refuses Pods which must not be. */
  public static final String VALIDATE_PATH = "/validate-v1-pod";

  /** The path that refuses ContainerPatches which must not be. */
  public static final String VALIDATE_KUMA_PATH = "/validate-kuma-io-v1alpha1";

  /** For those who have been waiting: they need the processors more than the warm-up does. */
  private static final Duration FIRST_CALLS = Duration.ofMillis(100);

  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration DRAIN_CHECK = Duration.ofMillis(20);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(1);

  /**
   * Where it listens.
   *
   * @param address to bind to; empty for all
   * @param port to listen on; 0 for any free one
   * @param keys what it shows and signs with, asked at every handshake
   * @param tls how connections are secured
   * @param clients whom callers must prove to be; empty where everybody may call
   * @param eventLoops how many threads serve connections
   * @param patience how long it waits for callers
   */
  public record Endpoint(
      String address,
      int port,
      X509KeyManager keys,
      TlsRules tls,
      Optional<X509TrustManager> clients,
      int eventLoops,
      ServerTimeouts patience) {}

  /**
   * What it decides with.
   *
   * @param rules asked for at every call, so that a change of settings counts at once
   * @param stored the cluster as it is known in memory
   * @param live the cluster itself, asked where memory may lag behind
   * @param gate what calls wait for
   * @param meters where it counts
   * @param users who uses a ContainerPatch
   * @param listener hears what was decided
   * @param calls hears of every call that was answered
   */
  public record Decisions(
      Supplier<DecisionRules> rules,
      Surroundings stored,
      Surroundings live,
      ReadinessGate gate,
      MeterRegistry meters,
      PatchUsers users,
      DecisionListener listener,
      RequestListener calls) {

    /** Without knowing who uses a ContainerPatch, and without anybody who listens. */
    public Decisions(
        Supplier<DecisionRules> rules,
        Surroundings stored,
        Surroundings live,
        ReadinessGate gate,
        MeterRegistry meters) {
      this(
          rules,
          stored,
          live,
          gate,
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
   * Listens until Vert.x is closed; fails where the port is taken.
   *
   * @param loops what it does in the background
   */
  public static Future<AdmissionServer> start(
      Vertx vertx, Endpoint endpoint, Decisions decisions, LoopSupervisor loops) {
    var metrics = new AdmissionMetrics(decisions.meters());
    var inject = new InjectWebhook(decisions, metrics);
    var validate = new ValidatePodWebhook(decisions.rules(), decisions.stored());
    var patches = new ValidatePatchWebhook(decisions);
    var state =
        new ServerState(
            new WaitingRequests(decisions.gate()),
            new TimeoutSweeper(),
            endpoint.patience(),
            BodyBudget.ofHeap(),
            new RequestReporter(metrics, decisions.calls()),
            new AtomicInteger(),
            new GracefulDrain(),
            loops);
    metrics.watch(state.inFlight());
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
    var sweeping =
        loops.loop(
            "deadlines",
            HEARTBEAT_LIMIT,
            _ -> {
              state.deadlines().sweep();
              return NextRun.in(SWEEP);
            });
    decisions
        .gate()
        .opened()
        .thenRun(
            () ->
                loops.after(
                    vertx,
                    FIRST_CALLS,
                    "warm-up",
                    () -> WarmUp.begin(decisions.rules().get(), loops)));
    var port = new AtomicInteger();
    return vertx
        .deployVerticle(
            () -> new Listener(endpoint, port, routes, sweeping),
            new DeploymentOptions().setInstances(endpoint.eventLoops()))
        .map(id -> new AdmissionServer(state, port.get()));
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** How many calls are being received or answered. */
  public int inFlight() {
    return state.inFlight().get();
  }

  /**
   * Leaves: answers whoever still calls and sends him elsewhere for his next call, until nobody
   * comes any more, for at most {@code grace}. Readiness fails first.
   */
  public Future<Void> drain(Duration grace) {
    state.departure().begin();
    Promise<Void> drained = Promise.promise();
    long end = System.nanoTime() + grace.toNanos();
    state
        .loops()
        .loop(
            "drain",
            HEARTBEAT_LIMIT,
            _ -> {
              boolean idle = state.inFlight().get() == 0 && state.departure().isQuiet();
              if (!idle && System.nanoTime() - end < 0) {
                return NextRun.in(DRAIN_CHECK);
              }
              drained.complete();
              return NextRun.end();
            })
        .start();
    return drained.future();
  }

  /** One event loop's share of the connections. */
  private static final class Listener extends AbstractVerticle {
    private final Endpoint endpoint;
    private final AtomicInteger port;
    private final Routes routes;
    private final SupervisedLoop sweeping;

    Listener(Endpoint endpoint, AtomicInteger port, Routes routes, SupervisedLoop sweeping) {
      this.endpoint = endpoint;
      this.port = port;
      this.routes = routes;
      this.sweeping = sweeping;
    }

    @Override
    public void start(Promise<Void> started) {
      sweeping.start();
      routes
          .serve(
              vertx.createHttpServer(ServerOptions.of(endpoint)),
              new DispatchQueue(context, endpoint.patience().waiting()))
          .listen()
          .onSuccess(server -> port.set(server.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }

    @Override
    public void stop() {
      sweeping.close();
    }
  }
}
