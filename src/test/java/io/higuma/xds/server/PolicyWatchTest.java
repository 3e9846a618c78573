package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.RecordingApi;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PolicyWatchTest {
  @Test
  void newKindsAreLookedForEveryTenSeconds() {
    try (var server = new RecordingApi();
        var client = server.client();
        var policies =
            new PolicyWatch(new ApiCalls(client), () -> {}, LoopSupervisor.uncounted())) {
      policies.start();

      Awaitility.await()
          .atMost(Duration.ofSeconds(25))
          .untilAsserted(
              () ->
                  assertThat(server.uris())
                      .filteredOn(uri -> uri.endsWith("/apis/kuma.io/v1alpha1"))
                      .hasSizeGreaterThan(1));
    }
  }
}
