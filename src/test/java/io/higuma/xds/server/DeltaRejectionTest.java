package io.higuma.xds.server;

import static io.higuma.xds.server.DeltaEnvoy.names;
import static io.higuma.xds.server.ShopMesh.BLOG;
import static io.higuma.xds.server.ShopMesh.CART;
import static io.higuma.xds.server.ShopMesh.WEB;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import org.junit.jupiter.api.Test;

/** What a proxy with incremental xDS gets after it has rejected a response. */
class DeltaRejectionTest {
  private final ShopMesh shop = new ShopMesh();
  private final DeltaEnvoy envoy = new DeltaEnvoy();

  @Test
  void sendsNoRejectedResponseAgainUntilItChanges() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.withBlog());
    DeltaDiscoveryResponse rejected = envoy.receives(CLUSTER);

    assertThat(envoy.nack(rejected))
        .isEqualTo(new Receipt.Rejected(CLUSTER, rejected.getSystemVersionInfo(), "bad cluster"));
    assertThat(envoy.next()).isEmpty();
    envoy.protocol.snapshot(shop.withBlog());
    assertThat(envoy.next()).isEmpty();

    envoy.protocol.snapshot(shop.withTcpBlog());
    DeltaDiscoveryResponse newer = envoy.receives(CLUSTER);
    assertThat(names(newer)).containsExactly(BLOG);
    assertThat(envoy.ack(newer))
        .isEqualTo(new Receipt.Acknowledged(CLUSTER, newer.getSystemVersionInfo(), true));
  }

  @Test
  void hasRecoveredWhenTheOneBadResourceIsRemoved() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse rejected = envoy.receives(CLUSTER);
    envoy.nack(rejected);

    envoy.protocol.snapshot(shop.withoutCart());
    DeltaDiscoveryResponse next = envoy.receives(CLUSTER);

    assertThat(next.getRemovedResourcesList()).containsExactly(CART);
    assertThat(names(next)).contains(WEB).hasSize(names(rejected).size() - 1);
    assertThat(envoy.ack(next))
        .isEqualTo(new Receipt.Acknowledged(CLUSTER, next.getSystemVersionInfo(), true));
  }

  @Test
  void removesAgainWhatARejectedResponseRemoved() {
    envoy.start(shop);
    shop.withBlog();
    envoy.protocol.snapshot(shop.withoutCart());
    envoy.nack(envoy.receives(CLUSTER));
    envoy.applies(ENDPOINT);
    assertThat(envoy.protocol.waitsForSubscription()).isTrue();
    assertThat(envoy.next()).as("nothing has changed").isEmpty();

    envoy.protocol.snapshot(shop.withTcpBlog());
    DeltaDiscoveryResponse next = envoy.receives(CLUSTER);

    assertThat(names(next)).containsExactly(BLOG);
    assertThat(next.getRemovedResourcesList()).containsExactly(CART);
    assertThat(envoy.ack(next))
        .isEqualTo(new Receipt.Acknowledged(CLUSTER, next.getSystemVersionInfo(), true));
    envoy.protocol.snapshot(shop.withBlog());
    assertThat(envoy.applies(CLUSTER).getRemovedResourcesList()).isEmpty();
  }

  @Test
  void repeatsTheEndpointsOfAClusterThatIsAppliedAfterARejection() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.withTcpCart());
    envoy.nack(envoy.receives(CLUSTER));
    envoy.applies(ENDPOINT);

    envoy.protocol.snapshot(shop.withBlog());
    assertThat(names(envoy.applies(CLUSTER))).containsExactly(BLOG, CART);

    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(CART);
  }

  @Test
  void hasRecoveredWhenTheProxyNoLongerAsksForWhatItRejected() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(ENDPOINT, WEB);
    envoy.nack(envoy.receives(ENDPOINT));

    assertThat(envoy.unsubscribe(ENDPOINT, WEB)).isEqualTo(new Receipt.Recovered(ENDPOINT));
  }
}
