package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.StartupLimiter;
import io.higuma.loop.LoopSupervisor;
import io.higuma.xds.server.StreamEvents.StreamId;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ResourceType;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Tests of what a replica knows of the proxies that are connected to it. */
class ConnectedProxyTest {
  private static final StreamId STREAM =
      new StreamId("1", new ProxyIdentity("default", "web", "shop"));

  /** Writes nothing, because it is not started. */
  private static InsightWriter writer() {
    var client = new KubernetesClientBuilder().withConfig(Config.empty()).build();
    return new InsightWriter(
        new ApiCalls(client, new StartupLimiter()),
        "cp-1",
        Clock.systemUTC(),
        LoopSupervisor.uncounted());
  }

  @Test
  void hasTheVersionsThatWereApplied() {
    var insights = writer();
    insights.connected(STREAM, NodeMetadata.UNKNOWN);
    insights.sent(STREAM, ResourceType.CLUSTER);
    insights.acknowledged(STREAM, ResourceType.CLUSTER, "v1");
    insights.acknowledged(STREAM, ResourceType.CLUSTER, "v2");
    insights.rejected(STREAM, ResourceType.LISTENER, "v3", "no such cluster");

    var proxy = insights.connected("shop", "web").orElseThrow();

    assertThat(proxy.acknowledged()).containsOnlyKeys("cds").containsEntry("cds", "v2");
    assertThat(proxy.errors()).isEqualTo("LDS: no such cluster");
    assertThat(proxy.subscription().at("/status/cds/responsesAcknowledged").asText())
        .isEqualTo("2");
    assertThat(proxy.subscription().path("controlPlaneInstanceId").asText()).isEqualTo("cp-1");
    assertThat(insights.connected()).isEqualTo(1);
  }

  @Test
  void knowsOnlyThoseThatAreConnected() {
    var insights = writer();
    assertThat(insights.connected("shop", "web")).isEmpty();
    insights.connected(STREAM, NodeMetadata.UNKNOWN);
    assertThat(insights.connected("web", "shop")).isEmpty();

    insights.disconnected(STREAM);

    assertThat(insights.connected("shop", "web")).isEmpty();
    assertThat(insights.connected()).isZero();
  }
}
