package io.higuma.cluster.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.dataplane.DataplaneSettings;
import io.higuma.loop.LoopSupervisor;
import io.higuma.settings.Settings;
import io.higuma.testing.RecordingApi;
import org.junit.jupiter.api.Test;

class ClusterStoresTest {
  @Test
  void allCallersWaitForTheSameSync() {
    try (var server = new RecordingApi();
        var client = server.client();
        var stores =
            new ClusterStores(
                new ApiCalls(client),
                "kuma-system",
                DataplaneSettings.of(Settings.defaults()),
                LoopSupervisor.uncounted())) {
      assertThat(stores.allSynced()).isSameAs(stores.allSynced());
    }
  }
}
