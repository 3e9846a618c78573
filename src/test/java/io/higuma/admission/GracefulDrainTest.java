package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.Posted;
import io.higuma.testing.Settled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Graceful drain: clients are moved to other connections by the responses to their requests. */
class GracefulDrainTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int CALLS = 20;
  private final Vertx vertx = Vertx.vertx();
  private RunningWebhook webhook;

  @BeforeEach
  void start() {
    webhook = RunningWebhook.withDefaults();
  }

  @AfterEach
  void stop() throws Exception {
    webhook.close();
    Settled.of(20, vertx.close());
  }

  @ParameterizedTest
  @EnumSource(value = HttpVersion.class, mode = Mode.EXCLUDE, names = "HTTP_1_0")
  void requestsDuringTheDrainSucceedAndOpenAnotherConnection(HttpVersion version) throws Exception {
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
  void drainEndsAfterItsTimeoutWhileRequestsContinue() throws Exception {
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

  private int call(HttpClient client) {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("late")).toString();
    return Settled.of(20, Posted.to(client, webhook.port(), AdmissionServer.INJECT_PATH, review))
        .status();
  }
}
