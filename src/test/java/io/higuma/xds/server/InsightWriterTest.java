package io.higuma.xds.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.kuma.DataplaneInsight;
import io.higuma.loop.LoopSupervisor;
import io.higuma.xds.server.StreamEvents.StreamId;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ResourceType;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of what is written into DataplaneInsights, and when. */
class InsightWriterTest {
  private static final StreamId WEB = stream("1", "web");
  private static final StreamId NEWER_WEB = stream("2", "web");
  private static final StreamId CART = stream("3", "cart");
  private static final Duration PAUSE = Duration.ofSeconds(31);

  private final InsightApi api = new InsightApi();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** It is not started; the tests write what is due. */
  private final InsightWriter insights =
      new InsightWriter(new ApiCalls(api.client), "cp-1", () -> now, LoopSupervisor.uncounted());

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aConnectedProxyGetsAnInsightOfItsDataplane() throws InterruptedException {
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    write();

    assertThat(api.insight("web").at("/metadata/ownerReferences/0/uid").asText())
        .isEqualTo("uid-1");
    assertThat(api.insight("web").at("/status/subscriptions/0/id").asText()).isEqualTo("1");
  }

  @Test
  void anInsightOfAFormerDataplaneGetsThePresentOneAsItsOwner() throws InterruptedException {
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    write();
    insights.disconnected(WEB);
    write();

    api.dataplaneUid("uid-2");
    insights.connected(NEWER_WEB, NodeMetadata.UNKNOWN);
    write();

    JsonNode owners = api.insight("web").at("/metadata/ownerReferences");
    assertThat(owners).hasSize(1);
    assertThat(owners.path(0).path("uid").asText()).isEqualTo("uid-2");
  }

  @Test
  void theOwnerIsReadOncePerStream() throws InterruptedException {
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    write();
    insights.connected(NEWER_WEB, NodeMetadata.UNKNOWN);
    write();
    assertThat(api.requests())
        .containsExactly(
            "GET web", "GET web", "POST dataplaneinsights", "GET web", "GET web", "PUT web");

    insights.rejected(NEWER_WEB, ResourceType.LISTENER, "v1", "no such filter");
    write();

    assertThat(api.requests()).containsExactly("GET web", "PUT web");
  }

  @Test
  void theEndOfAnOlderStreamLeavesWhatTheNewerStreamRejects() throws InterruptedException {
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    write();
    insights.connected(NEWER_WEB, NodeMetadata.UNKNOWN);
    insights.rejected(NEWER_WEB, ResourceType.LISTENER, "v1", "no such filter");
    write();
    assertThat(rejected()).isEqualTo("LDS: no such filter");

    insights.disconnected(WEB);
    write();

    assertThat(rejected()).isEqualTo("LDS: no such filter");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 422})
  void aRefusalThatAllInsightsGetPausesThemAll(int status) throws InterruptedException {
    api.refuse(status);
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    after(Duration.ofMillis(1));
    insights.connected(CART, NodeMetadata.UNKNOWN);

    write();
    write();
    assertThat(api.requests()).containsExactly("GET web");

    after(PAUSE);
    write();
    assertThat(api.requests()).as("the one that waits longer").containsExactly("GET cart");
    api.refuse(0);
    after(PAUSE);
    write();
    assertThat(api.insight("web").isMissingNode()).isFalse();
    assertThat(api.insight("cart").isMissingNode()).isFalse();
  }

  @Test
  void anotherFailureDelaysOneInsightOnly() throws InterruptedException {
    api.refuse(500);
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    insights.connected(CART, NodeMetadata.UNKNOWN);
    write();

    assertThat(api.requests()).containsExactlyInAnyOrder("GET web", "GET cart");
  }

  @Test
  void anEndThatCannotBeWrittenIsForgottenAfterMinutes() throws InterruptedException {
    api.refuse(403);
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    insights.disconnected(WEB);
    write();
    after(Duration.ofMinutes(4));
    write();

    api.refuse(0);
    after(Duration.ofMinutes(4));
    write();

    assertThat(api.insight("web").isMissingNode()).isTrue();
  }

  @Test
  void anEndThatCannotBeWrittenIsForgottenWhenTheProxyHasANewerStream()
      throws InterruptedException {
    api.refuse(403);
    insights.connected(WEB, NodeMetadata.UNKNOWN);
    insights.disconnected(WEB);
    insights.connected(NEWER_WEB, NodeMetadata.UNKNOWN);
    write();
    write();

    api.refuse(0);
    after(PAUSE);
    write();

    assertThat(api.insight("web").at("/status/subscriptions").size()).isEqualTo(1);
    assertThat(api.insight("web").at("/status/subscriptions/0/id").asText()).isEqualTo("2");
  }

  private String rejected() {
    return api.insight("web")
        .path("metadata")
        .path("annotations")
        .path(DataplaneInsight.REJECTED_ANNOTATION)
        .asText();
  }

  /** Writes what is due a second later. */
  private void write() throws InterruptedException {
    after(Duration.ofSeconds(1));
    var _ = insights.writeDue();
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  private static StreamId stream(String id, String proxy) {
    return new StreamId(id, new ProxyIdentity("default", proxy, "shop"));
  }
}
