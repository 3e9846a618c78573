package io.higuma.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer like a Service: new connections go round-robin to ready replicas, and readiness
 * changes take effect with a cluster's delay. Existing connections are kept.
 */
public final class ReadyBalancer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long PROBE_MILLIS = 200;

  /** Delay from a probe's response until it affects new connections. */
  private static final Duration PROPAGATION_DELAY = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient probes =
      vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(500).setKeepAlive(false));
  private final NetClient client = vertx.createNetClient();
  private final List<Backend> backends = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final NetServer server;

  /** One replica. */
  public final class Backend {
    private final int port;
    private final int readiness;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean eligible;
    private long timer;

    private Backend(int port, int readiness) {
      this.port = port;
      this.readiness = readiness;
    }

    /** Whether new connections may go there. */
    public boolean isEligible() {
      return eligible;
    }

    /** The number of connections so far. */
    public int connections() {
      return connections.get();
    }

    private void probe() {
      probes
          .request(HttpMethod.GET, readiness, HOST, "/ready")
          .compose(request -> request.send().map(HttpClientResponse::statusCode))
          .otherwise(0)
          .onSuccess(
              status ->
                  vertx.setTimer(PROPAGATION_DELAY.toMillis(), id -> eligible = status == 200));
    }
  }

  /** Listens on a free port of the loopback address, without replicas. */
  public ReadyBalancer() {
    this(HOST);
  }

  /** Listens on a free port of this address, without replicas. */
  public ReadyBalancer(String address) {
    this.server =
        Settled.of(20, vertx.createNetServer().connectHandler(this::connected).listen(0, address));
  }

  /**
   * Adds a replica.
   *
   * @param port that connections go to
   * @param readiness port of {@code /ready} without TLS
   */
  public Backend add(int port, int readiness) {
    var backend = new Backend(port, readiness);
    backends.add(backend);
    backend.timer = vertx.setPeriodic(PROBE_MILLIS, id -> backend.probe());
    return backend;
  }

  /** Removes a replica; its existing connections are kept. */
  public void remove(Backend backend) {
    backends.remove(backend);
    vertx.cancelTimer(backend.timer);
  }

  /** The port of the balancer. */
  public int port() {
    return server.actualPort();
  }

  private void connected(NetSocket in) {
    var ready = backends.stream().filter(Backend::isEligible).toList();
    if (ready.isEmpty()) {
      in.close();
      return;
    }
    var backend = ready.get(Math.floorMod(next.getAndIncrement(), ready.size()));
    backend.connections.incrementAndGet();
    in.pause();
    client
        .connect(backend.port, HOST)
        .onFailure(refused -> in.close())
        .onSuccess(
            out -> {
              in.pipeTo(out);
              out.pipeTo(in);
            });
  }

  @Override
  public void close() {
    Settled.of(20, vertx.close());
  }
}
