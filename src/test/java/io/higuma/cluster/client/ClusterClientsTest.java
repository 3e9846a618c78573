package io.higuma.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests calls to a server that returns the same status for each request. */
class ClusterClientsTest {
  private static final int PER_SECOND = 20;

  private final List<String> userAgents = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::respond);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void respond(HttpExchange call) throws IOException {
    userAgents.add(call.getRequestHeaders().getFirst("User-Agent"));
    byte[] body =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":%d,\"message\":\"said\"}"
            .formatted(status)
            .getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
    call.close();
  }

  private KubernetesClient client(RateLimit rate) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    return ClusterClients.of(config, rate);
  }

  private static Secret read(KubernetesClient client) {
    return client.secrets().inNamespace("shop").withName("one").get();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500, 503})
  void aRefusedCallIsNotTriedAgain(int refusal) {
    status = refusal;
    try (var client = client(RateLimit.NONE)) {
      assertThatThrownBy(() -> TypedCalls.get(() -> read(client)))
          .isInstanceOf(ApiStatusException.class)
          .hasMessage(refusal + " said");
    }
    assertThat(userAgents).containsExactly("higuma");
  }

  @Test
  void whatIsNotThereIsNoRefusal() throws Exception {
    status = 404;
    try (var client = client(RateLimit.NONE)) {
      assertThat(TypedCalls.get(() -> read(client))).isEmpty();
    }
  }

  @Test
  void aWriteThatWasOvertakenIsNoRefusal() throws Exception {
    status = 409;
    try (var client = client(RateLimit.NONE)) {
      var secret = new Secret();
      secret.setMetadata(TypedCalls.named("shop", "one"));
      assertThat(TypedCalls.create(client.secrets().resource(secret)::create)).isEmpty();
      assertThat(TypedCalls.change(() -> client.secrets().resource(secret).patch(TypedCalls.MERGE)))
          .isEmpty();
    }
    assertThat(userAgents).hasSize(2);
  }

  @Test
  void aServerThatIsAwayRefusesNothing() {
    try (var client = client(RateLimit.NONE)) {
      server.stop(0);
      assertThatThrownBy(() -> TypedCalls.get(() -> read(client)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ApiStatusException.class);
    }
  }

  @Test
  void typedAndOtherCallsShareOneRate() throws Exception {
    try (var client = client(RateLimit.of(PER_SECOND, 1))) {
      var calls = new ApiCalls(client);
      long start = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        read(client);
        calls.get(ApiPath.VERSION);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(7 * 1000 / PER_SECOND));
    }
    assertThat(userAgents).hasSize(8);
  }

  @Test
  void whoIsInterruptedWhileWaitingForATurnMakesNoCall() {
    try (var client = client(RateLimit.of(1, 1))) {
      read(client);
      var calls = new ApiCalls(client);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> TypedCalls.get(() -> read(client)))
          .isInstanceOf(InterruptedException.class);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> calls.get(ApiPath.VERSION)).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(userAgents).hasSize(1);
  }
}
