package io.higuma.xds.server;

import static io.higuma.xds.server.DeltaEnvoy.names;
import static io.higuma.xds.server.ShopMesh.BLOG;
import static io.higuma.xds.server.ShopMesh.CART;
import static io.higuma.xds.server.ShopMesh.SERVICES;
import static io.higuma.xds.server.ShopMesh.WEB;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static io.higuma.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeltaProtocolTest {
  private final ShopMesh shop = new ShopMesh();
  private final DeltaEnvoy envoy = new DeltaEnvoy();

  @Test
  void sendsNothingBeforeThereIsASnapshot() {
    assertThat(envoy.subscribe(CLUSTER)).isEqualTo(new Receipt.Subscribed(CLUSTER));
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void sendsAllResourcesFirst() {
    envoy.start(shop);

    for (ResourceType type : ResourceType.values()) {
      assertThat(envoy.resources.get(type)).isEqualTo(versions(shop.snapshot(), type));
    }
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void sendsOnlyTheEndpointsThatChanged() {
    envoy.start(shop);

    envoy.protocol.snapshot(shop.web1(State.NOT_READY));

    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(WEB);
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void sendsOnlyNewClustersAndListeners() {
    envoy.start(shop);

    envoy.protocol.snapshot(shop.withBlog());

    assertThat(names(envoy.applies(CLUSTER))).containsExactly(BLOG);
    assertThat(envoy.next()).as("the endpoints are not asked for yet").isEmpty();
    envoy.subscribe(ENDPOINT, BLOG);
    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(BLOG);
    assertThat(names(envoy.applies(LISTENER)))
        .containsExactly("_kuma:dynamicconfig", "outbound:240.0.0.0:80");
  }

  @Test
  void namesRemovedResourcesOnce() {
    envoy.start(shop);

    envoy.protocol.snapshot(shop.withoutCart());

    assertThat(envoy.applies(CLUSTER).getRemovedResourcesList()).containsExactly(CART);
    assertThat(envoy.applies(ENDPOINT).getRemovedResourcesList()).containsExactly(CART);
    assertThat(envoy.applies(LISTENER).getRemovedResourcesList())
        .containsExactly("outbound:10.96.0.2:80");
    envoy.protocol.snapshot(shop.snapshot());
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void sendsARemovedResourceThatComesBack() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.withoutCart());
    envoy.applies(CLUSTER);
    envoy.applies(ENDPOINT);

    envoy.protocol.snapshot(new ShopMesh().snapshot());

    assertThat(names(envoy.applies(CLUSTER))).containsExactly(CART);
    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(CART);
  }

  @Test
  void sendsNothingAgainAfterAReconnectWithTheSameVersions() {
    envoy.start(shop);
    DeltaEnvoy again = new DeltaEnvoy();
    again.protocol.snapshot(new ShopMesh().snapshot());

    again.resume(CLUSTER, envoy.resources.get(CLUSTER));
    again.resume(ENDPOINT, envoy.resources.get(ENDPOINT), SERVICES);
    again.resume(LISTENER, envoy.resources.get(LISTENER));

    assertThat(again.next()).isEmpty();
  }

  @Test
  void sendsWhatChangedBeforeAReconnect() {
    envoy.start(shop);
    DeltaEnvoy again = new DeltaEnvoy();
    again.protocol.snapshot(shop.withoutCart());

    again.resume(CLUSTER, envoy.resources.get(CLUSTER));
    DeltaDiscoveryResponse response = again.applies(CLUSTER);

    assertThat(names(response)).isEmpty();
    assertThat(response.getRemovedResourcesList()).containsExactly(CART);
  }

  @Test
  void repeatsTheEndpointsOfAnUpdatedCluster() {
    envoy.start(shop);

    envoy.protocol.snapshot(shop.withTcpCart());

    assertThat(names(envoy.applies(CLUSTER))).containsExactly(CART);
    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(CART);
    assertThat(names(envoy.applies(LISTENER))).containsExactly("outbound:10.96.0.2:80");
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void repeatsTheEndpointsOfAClusterThatWasUpdatedBeforeAReconnect() {
    envoy.start(shop);
    DeltaEnvoy again = new DeltaEnvoy();
    again.protocol.snapshot(shop.withTcpCart());

    again.resume(CLUSTER, envoy.resources.get(CLUSTER));
    again.applies(CLUSTER);
    again.resume(ENDPOINT, envoy.resources.get(ENDPOINT), SERVICES);

    assertThat(names(again.applies(ENDPOINT))).containsExactly(CART);
    assertThat(again.next()).isEmpty();
  }

  @Test
  void reportsAcknowledgementsOnce() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(CLUSTER);
    DeltaDiscoveryResponse response = envoy.receives(CLUSTER);

    assertThat(envoy.ack(response))
        .isEqualTo(new Receipt.Acknowledged(CLUSTER, response.getSystemVersionInfo(), false));
    assertThat(envoy.ack(response)).isEqualTo(new Receipt.Subscribed(CLUSTER));
  }

  @Test
  void takesNoAcknowledgementWithAnOlderNonce() {
    List<DeltaDiscoveryResponse> before = envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    DeltaDiscoveryResponse newer = envoy.receives(ENDPOINT);

    assertThat(envoy.ack(before.get(1))).isEqualTo(new Receipt.Stale(ENDPOINT));
    envoy.protocol.snapshot(shop.web1(State.READY));
    assertThat(envoy.next()).as("the newer response is not answered yet").isEmpty();

    envoy.ack(newer);
    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(WEB);
  }

  @Test
  void knowsTypesThatItDoesNotServe() {
    String routes = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
    var request = DeltaDiscoveryRequest.newBuilder().setTypeUrl(routes);

    assertThat(envoy.protocol.receive(request.build())).isEqualTo(new Receipt.Unused(routes));
    assertThat(envoy.protocol.receive(request.addResourceNamesSubscribe("web").build()))
        .isEqualTo(new Receipt.Unsupported(routes));
  }

  private static Map<String, String> versions(ProxySnapshot snapshot, ResourceType type) {
    Map<String, String> versions = new HashMap<>();
    snapshot.of(type).all().forEach(one -> versions.put(one.name(), one.version()));
    return versions;
  }
}
