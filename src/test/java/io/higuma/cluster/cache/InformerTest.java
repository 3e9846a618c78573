package io.higuma.cluster.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.RecordingApi;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InformerTest {
  private static final String EVENTS =
      """
      {"type": "ADDED", "object": {"metadata": {"namespace": "shop", "name": "web", "resourceVersion": "7"}}}
      {"type": "ERROR", "object": {"kind": "Status", "status": "Failure", "code": 500}}
      """;

  @Test
  void watchThatEndsAtOnceWithoutEventsIsRepeatedAfterAPause() {
    try (var server = new RecordingApi();
        var client = server.client()) {
      server.answerWatches("");
      var pods =
          new Informer<>(new ApiCalls(client), WatchedKinds.pods(), LoopSupervisor.uncounted());
      try {
        pods.start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> watches(server) > 0);
        Awaitility.await()
            .during(Duration.ofSeconds(2))
            .atMost(Duration.ofSeconds(30))
            .until(() -> watches(server) < 10);
      } finally {
        pods.close();
      }
    }
  }

  @Test
  void watchThatEndsWithAnErrorContinuesAfterItsLastEvent() {
    try (var server = new RecordingApi();
        var client = server.client()) {
      server.answerWatches(EVENTS);
      var pods =
          new Informer<>(new ApiCalls(client), WatchedKinds.pods(), LoopSupervisor.uncounted());
      try {
        pods.start();
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(server.uris())
                        .anyMatch(
                            uri -> uri.contains("watch=1") && uri.endsWith("resourceVersion=7")));
      } finally {
        pods.close();
      }
    }
  }

  private static long watches(RecordingApi server) {
    return server.uris().stream().filter(uri -> uri.contains("watch=1")).count();
  }
}
