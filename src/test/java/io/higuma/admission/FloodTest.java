package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.admission.RunningWebhook.Setup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clients that flood the server with connections and streams. */
class FloodTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration LATER = Duration.ofMinutes(5);
  private static final int HALF_OPEN = 500;
  private static final int RESETS = 10_000;
  private static final int STREAMS = 100;
  private static final int CALLS = 200;

  @Test
  @DisplayName("reliability 17: 500 idle connections do not block other clients")
  void halfOpenConnections() throws Exception {
    var timeouts = new ServerTimeouts(Duration.ofSeconds(5), LATER, LATER, 100);
    var open = new ArrayList<Socket>();
    try (var webhook = new RunningWebhook(Setup.defaults().with(timeouts))) {
      for (int i = 0; i < HALF_OPEN; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), webhook.port()));
      }
      assertOthersAreAnswered(webhook);
      for (var socket : open) {
        assertThat(isClosedByServer(socket)).isTrue();
      }
      assertOthersAreAnswered(webhook);
    } finally {
      for (var socket : open) {
        socket.close();
      }
    }
  }

  @Test
  @DisplayName("reliability 17: 10,000 streams that are reset at once do not block other clients")
  void resetStreams() throws Exception {
    var vertx = Vertx.vertx();
    try (var webhook = RunningWebhook.withDefaults()) {
      var client = vertx.createHttpClient(http2());
      for (int i = 0; i < RESETS / STREAMS; i++) {
        var streams = IntStream.range(0, STREAMS).mapToObj(s -> reset(client, webhook)).toList();
        await(Future.join(streams).otherwiseEmpty());
        var answer = webhook.answer(RunningWebhook.review("demo", RunningWebhook.pod("good")));
        assertThat(answer.path("patchType").asText()).isEqualTo("JSONPatch");
      }
      assertOthersAreAnswered(webhook);
    } finally {
      await(vertx.close());
    }
  }

  @Test
  @DisplayName("reliability 17: a connection has at most 100 streams")
  void streamsAreLimited() throws Exception {
    var vertx = Vertx.vertx();
    try (var webhook = RunningWebhook.withDefaults()) {
      var client = vertx.createHttpClient(http2());
      var request = await(client.request(HttpMethod.GET, webhook.port(), "127.0.0.1", "/nothing"));
      await(request.send());
      assertThat(request.connection().remoteSettings().getMaxConcurrentStreams())
          .isEqualTo(STREAMS);
    } finally {
      await(vertx.close());
    }
  }

  private static void assertOthersAreAnswered(RunningWebhook webhook) throws Exception {
    for (int i = 0; i < CALLS; i++) {
      var answer = webhook.answer(RunningWebhook.review("demo", RunningWebhook.pod("good")));
      assertThat(answer.path("patchType").asText()).isEqualTo("JSONPatch");
    }
    Awaitility.await().atMost(LIMIT).until(() -> webhook.inFlight() == 0);
  }

  private static HttpClientOptions http2() {
    return new HttpClientOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setTrustAll(true)
        .setVerifyHost(false);
  }

  /** Starts a request and resets its stream; the server may have closed the connection. */
  private static Future<?> reset(HttpClient client, RunningWebhook webhook) {
    return client
        .request(HttpMethod.POST, webhook.port(), "127.0.0.1", AdmissionServer.INJECT_PATH)
        .compose(
            request -> {
              request.putHeader("Content-Type", "application/json").setChunked(true);
              request.response().onComplete(ended -> {});
              return request.sendHead().onComplete(sent -> request.reset());
            });
  }

  private static boolean isClosedByServer(Socket socket) throws IOException {
    socket.setSoTimeout((int) LIMIT.toMillis());
    return socket.getInputStream().read() < 0;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
