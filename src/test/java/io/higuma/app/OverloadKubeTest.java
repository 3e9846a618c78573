package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.admission.AdmissionServer;
import io.higuma.admission.RunningWebhook;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.Posted;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A control plane under more concurrent requests than its queue holds. */
@NeedsKube
@NeedsPackage
class OverloadKubeTest {
  /** Four times the queue limit of two event loops. */
  private static final int AT_ONCE = 4 * 2 * 256;

  private static final int ROUNDS = 5;
  private static final int STREAMS = 100;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final List<String> LIVENESS = List.of("/healthy", "/q/health/live", "/ready");

  @Test
  @DisplayName("reliability 18: everybody is answered, liveness stays up, and it recovers fully")
  void fourTimesTheQueueLimit(LocalKubeApi kube) throws Exception {
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
    var vertx = Vertx.vertx();
    try (var controlPlane = ControlPlane.start(kube, Map.of()).awaitReady()) {
      var client = client(vertx);
      int refused = 0;
      for (int round = 0; round < ROUNDS; round++) {
        var calls = IntStream.range(0, AT_ONCE).mapToObj(i -> call(client, controlPlane)).toList();
        for (var path : LIVENESS) {
          assertThat(controlPlane.get(path).statusCode()).isEqualTo(200);
        }
        for (var call : calls) {
          refused += await(call) ? 0 : 1;
        }
      }
      assertThat(metric(controlPlane, "higuma_admission_shed_total")).isEqualTo(refused);
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> metric(controlPlane, "higuma_admission_in_flight") == 0);
      for (int i = 0; i < 100; i++) {
        assertThat(await(call(client, controlPlane))).isTrue();
      }
      assertThat(metric(controlPlane, "higuma_admission_shed_total")).isEqualTo(refused);
    } finally {
      await(vertx.close());
    }
  }

  private static HttpClient client(Vertx vertx) {
    return vertx
        .httpClientBuilder()
        .with(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2MultiplexingLimit(STREAMS)
                .setTrustAll(true)
                .setVerifyHost(false))
        .with(new PoolOptions().setHttp2MaxSize(AT_ONCE / STREAMS))
        .build();
  }

  /** Whether the Pod was injected; otherwise it must have been rejected with 429. */
  private static Future<Boolean> call(HttpClient client, ControlPlane controlPlane) {
    var review = RunningWebhook.review("shop", RunningWebhook.pod("app")).toString();
    return Posted.to(client, controlPlane.webhookPort(), AdmissionServer.INJECT_PATH, review)
        .map(Posted::body)
        .map(
            answer -> {
              boolean injected = answer.contains("\"patchType\":\"JSONPatch\"");
              assertThat(injected || answer.contains("\"code\":429")).as(answer).isTrue();
              return injected;
            });
  }

  private static double metric(ControlPlane controlPlane, String name) {
    return controlPlane
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
