package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.cache.ObjectStore;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.controller.MeshEvents;
import io.higuma.cluster.controller.SentEventListener;
import io.higuma.dataplane.MeshView;
import io.higuma.loop.LoopSupervisor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which Meshes are served, before anything is known of policies. */
class MeshSupportTest {
  private static final String MESH = "default";

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(new ConfigBuilder().withMasterUrl("http://127.0.0.1:1").build())
          .build();
  private final ObjectStore<MeshView> meshes = new ObjectStore<>();

  MeshSupportTest() {
    try (var request = meshes.request(new ObjectKey("", MESH))) {
      request.complete(MeshView.plain(MESH));
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void noMeshIsServedIfInboundsHaveNoTags() {
    assertThat(support(true).problem(MESH).orElse(""))
        .startsWith("mesh default is not served: experimental.inboundTagsDisabled is true");
    assertThat(support(false).problem(MESH)).isEmpty();
  }

  @Test
  void noMeshIsKnownToBeServedBeforeThePoliciesAreKnown() {
    assertThat(support(false).serves(MESH)).isFalse();
  }

  private MeshSupport support(boolean inboundTagsDisabled) {
    var loops = LoopSupervisor.uncounted();
    var events =
        new MeshEvents(
            client, "test", Clock.systemUTC(), () -> false, SentEventListener.NONE, loops);
    return new MeshSupport(
        new ApiCalls(client),
        meshes,
        inboundTagsDisabled,
        events,
        () -> {},
        new SimpleMeterRegistry(),
        loops);
  }
}
