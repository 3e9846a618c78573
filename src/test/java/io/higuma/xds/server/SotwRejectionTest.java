package io.higuma.xds.server;

import static io.higuma.xds.server.ShopMesh.CART;
import static io.higuma.xds.server.ShopMesh.SERVICES;
import static io.higuma.xds.server.ShopMesh.WEB;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.Sidecar;
import org.junit.jupiter.api.Test;

/** What a proxy gets after it has rejected a response. */
class SotwRejectionTest {
  private final ShopMesh shop = new ShopMesh();
  private final SotwEnvoy envoy = new SotwEnvoy();

  @Test
  void sendsNoRejectedResponseAgainUntilItChanges() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.withBlog());
    DiscoveryResponse rejected = envoy.receives(CLUSTER);

    assertThat(envoy.nack(rejected))
        .isEqualTo(new Receipt.Rejected(CLUSTER, rejected.getVersionInfo(), "bad listener"));
    assertThat(envoy.next()).isEmpty();
    envoy.protocol.snapshot(shop.withBlog());
    assertThat(envoy.next()).isEmpty();

    envoy.protocol.snapshot(shop.withoutCart());
    DiscoveryResponse newer = envoy.receives(CLUSTER);
    assertThat(newer.getVersionInfo()).isNotEqualTo(rejected.getVersionInfo());
    assertThat(envoy.ack(newer))
        .isEqualTo(new Receipt.Acknowledged(CLUSTER, newer.getVersionInfo(), true));
  }

  @Test
  void sendsRejectedEndpointsAgainWithTheNextChange() throws InvalidProtocolBufferException {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    envoy.nack(envoy.receives(ENDPOINT), SERVICES);
    assertThat(envoy.next()).as("nothing has changed").isEmpty();

    shop.mesh.pod("cart-1", Sidecar.at("10.0.0.6").serving(CART, 8080, "http"));
    envoy.protocol.snapshot(shop.snapshot());
    DiscoveryResponse both = envoy.receives(ENDPOINT);

    assertThat(SotwEnvoy.names(both)).containsExactly(CART, WEB);
    assertThat(envoy.ack(both, SERVICES))
        .isEqualTo(new Receipt.Acknowledged(ENDPOINT, both.getVersionInfo(), true));
    envoy.protocol.snapshot(shop.web1(State.READY));
    assertThat(SotwEnvoy.names(envoy.applies(ENDPOINT, SERVICES))).containsExactly(WEB);
  }

  @Test
  void repeatsTheEndpointsOfAClusterThatIsAppliedAfterARejection()
      throws InvalidProtocolBufferException {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.withTcpCart());
    envoy.nack(envoy.receives(CLUSTER));
    envoy.applies(ENDPOINT, SERVICES);

    envoy.protocol.snapshot(shop.withBlog());
    envoy.applies(CLUSTER);

    assertThat(SotwEnvoy.names(envoy.applies(ENDPOINT, SERVICES))).contains(CART);
  }

  @Test
  void hasRecoveredWhenTheProxyNoLongerAsksForWhatItRejected() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    DiscoveryResponse rejected = envoy.receives(ENDPOINT);
    envoy.nack(rejected, SERVICES);

    assertThat(envoy.ack(rejected, CART)).isEqualTo(new Receipt.Recovered(ENDPOINT));
    assertThat(envoy.ack(rejected, SERVICES)).isEqualTo(new Receipt.Subscribed(ENDPOINT));
  }
}
