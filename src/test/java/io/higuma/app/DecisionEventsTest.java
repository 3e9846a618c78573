package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.cluster.controller.InjectionEvents;
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.inject.Decision;
import io.higuma.inject.PodReader;
import io.higuma.inject.RejectReason;
import io.higuma.inject.Trace;
import io.higuma.kuma.Violation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.RecordingApi;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DecisionEventsTest {
  private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/shop/events";

  @Test
  void anOwnerThatCannotBeCountsAsNotFound() throws Exception {
    try (var api = new RecordingApi();
        var client = api.client();
        var events =
            new InjectionEvents(
                client,
                "test",
                Clock.systemUTC(),
                SentEventListener.NONE,
                new SimpleMeterRegistry(),
                LoopSupervisor.uncounted())) {
      events.start();
      var listener = new DecisionEvents(events);

      refuse(listener, "a b");
      refuse(listener, "../../secrets/x");
      refuse(listener, "web-1");

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(api.uris())
                      .containsExactlyInAnyOrder(
                          "/apis/apps/v1/namespaces/shop/replicasets/web-1",
                          EVENTS,
                          EVENTS,
                          EVENTS));
    }
  }

  private static void refuse(DecisionEvents listener, String owner) throws Exception {
    var pod = new ObjectMapper().createObjectNode().put("kind", "Pod");
    pod.putObject("metadata")
        .put("name", "web")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", "ReplicaSet")
        .put("name", owner)
        .put("controller", true);
    var refusal =
        new Decision.Reject(
            RejectReason.BAD_NAME,
            List.of(new Violation("owner", "bad_name", owner)),
            List.of(),
            new Trace(List.of()));
    listener.onDecision("shop", PodReader.read(pod), refusal);
  }
}
