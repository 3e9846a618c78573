package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The server leaves, and its callers hear of it with the answers to their calls. */
class DepartureTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int CALLS = 20;
  private final Vertx vertx = Vertx.vertx();
  private RunningWebhook webhook;

  @BeforeEach
  void start() {
    webhook = RunningWebhook.usual();
  }

  @AfterEach
  void stop() throws Exception {
    webhook.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(value = HttpVersion.class, mode = Mode.EXCLUDE, names = "HTTP_1_0")
  void whoCallsMeanwhileIsAnsweredAndOpensAnotherConnection(HttpVersion version) throws Exception {
    var connections = new AtomicInteger();
    var client = client(version, connections);
    for (int i = 0; i < CALLS; i++) {
      assertThat(call(client)).isEqualTo(200);
    }
    assertThat(connections).hasValue(1);

    var drained = webhook.drain(LONG);
    for (int i = 0; i < CALLS; i++) {
      assertThat(call(client)).isEqualTo(200);
    }

    assertThat(connections).hasValueGreaterThan(CALLS / 2);
    Awaitility.await().until(drained::isDone);
    assertThat(drained).isCompleted();
  }

  @Test
  void whoNeverStopsCallingIsLeftInTheEnd() throws Exception {
    var client = client(HttpVersion.HTTP_2, new AtomicInteger());
    var drained = webhook.drain(Duration.ofSeconds(2));
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> call(client) != 200 || drained.isDone());
    assertThat(drained).isCompleted();
  }

  private HttpClient client(HttpVersion version, AtomicInteger connections) {
    var options =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setProtocolVersion(version)
            .setTrustAll(true)
            .setVerifyHost(false);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(new PoolOptions().setHttp1MaxSize(1))
        .withConnectHandler(connection -> connections.incrementAndGet())
        .build();
  }

  private int call(HttpClient client) throws InterruptedException, ExecutionException {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("late")).toString();
    CompletableFuture<Integer> status =
        client
            .request(HttpMethod.POST, webhook.port(), "127.0.0.1", AdmissionServer.INJECT_PATH)
            .compose(request -> request.putHeader("Content-Type", "application/json").send(review))
            .compose(answer -> answer.body().map(body -> answer.statusCode()))
            .toCompletionStage()
            .toCompletableFuture();
    return status.get();
  }
}
