package io.higuma.bench;

import io.higuma.testing.Settled;
import io.higuma.xds.IncrementalProxy;
import io.higuma.xds.SimulatedProxy;
import io.higuma.xds.SotwProxy;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.grpc.client.GrpcClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/** Streams of sidecars, half of them incremental, on connections of their own. */
final class SidecarStreams implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int CLOSE_SECONDS = 20;

  /** One thread, so that the client takes no more than one core. */
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  private final List<SimulatedProxy<?, ?>> proxies = new ArrayList<>();
  private volatile Arrival arrival = new Arrival("", Set.of(), 0);

  /** Prepares streams without opening them. */
  SidecarStreams(int count) {
    for (int i = 0; i < count; i++) {
      int stream = i;
      SimulatedProxy<?, ?> proxy = i % 2 == 0 ? new SotwProxy() : new IncrementalProxy();
      proxy.listen((cluster, endpoints) -> arrival.got(stream, cluster, endpoints));
      proxies.add(proxy);
    }
  }

  /**
   * Opens all streams at once, and waits until each has endpoints of all services and listeners.
   *
   * @param name the name of the Dataplane of a stream, with its namespace
   * @param token the token of a stream
   */
  void open(int port, IntFunction<String> name, IntFunction<String> token, int services) {
    GrpcClient client = SimulatedProxy.client(vertx, proxies.size());
    for (int i = 0; i < proxies.size(); i++) {
      proxies.get(i).open(client, port, name.apply(i), token.apply(i));
    }
    Awaitility.await("all streams are configured")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              mustBeOpen();
              return proxies.stream()
                  .allMatch(proxy -> proxy.listeners() > 0 && proxy.endpoints().size() == services);
            });
  }

  /** To be called before a change after which all streams have these endpoints of a service. */
  Arrival expect(String service, Set<String> endpoints) {
    Arrival next = new Arrival(service, endpoints, proxies.size());
    arrival = next;
    return next;
  }

  /** The size of all responses, in bytes. */
  long bytes() {
    return proxies.stream().mapToLong(SimulatedProxy::bytes).sum();
  }

  /** Fails if a stream has ended. */
  void mustBeOpen() {
    for (SimulatedProxy<?, ?> proxy : proxies) {
      if (!proxy.error().isEmpty()) {
        throw new IllegalStateException("a stream has ended: " + proxy.error());
      }
    }
  }

  @Override
  public void close() {
    Settled.of(CLOSE_SECONDS, vertx.close());
  }
}
