package io.higuma.xds.server;

import static io.higuma.xds.server.ShopMesh.CART;
import static io.higuma.xds.server.ShopMesh.SERVICES;
import static io.higuma.xds.server.ShopMesh.WEB;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static io.higuma.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.ResourceType;
import io.higuma.xds.snapshot.XdsResource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SotwProtocolTest {
  private final ShopMesh shop = new ShopMesh();
  private final SotwEnvoy envoy = new SotwEnvoy();

  @Test
  void sendsNothingBeforeThereIsASnapshot() {
    assertThat(envoy.subscribe(CLUSTER)).isEqualTo(new Receipt.Subscribed(CLUSTER));
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void sendsAllResourcesFirst() throws InvalidProtocolBufferException {
    ProxySnapshot snapshot = shop.snapshot();
    envoy.protocol.snapshot(snapshot);

    envoy.subscribe(CLUSTER);
    DiscoveryResponse clusters = envoy.applies(CLUSTER);
    envoy.subscribe(ENDPOINT, SERVICES);
    DiscoveryResponse endpoints = envoy.applies(ENDPOINT, SERVICES);
    envoy.subscribe(LISTENER);
    DiscoveryResponse listeners = envoy.applies(LISTENER);

    assertThat(SotwEnvoy.names(clusters)).containsExactlyElementsOf(names(snapshot, CLUSTER));
    assertThat(SotwEnvoy.names(endpoints)).containsExactly(CART, WEB);
    assertThat(SotwEnvoy.names(listeners)).containsExactlyElementsOf(names(snapshot, LISTENER));
    assertThat(clusters.getVersionInfo()).isEqualTo(snapshot.of(CLUSTER).version());
    assertThat(List.of(clusters.getNonce(), endpoints.getNonce(), listeners.getNonce()))
        .doesNotHaveDuplicates()
        .doesNotContain("");
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void sendsOnlyTheEndpointsThatChanged() throws InvalidProtocolBufferException {
    envoy.start(shop);

    envoy.protocol.snapshot(shop.web1(State.NOT_READY));

    DiscoveryResponse response = envoy.applies(ENDPOINT, SERVICES);
    assertThat(SotwEnvoy.names(response)).containsExactly(WEB);
    assertThat(
            response
                .getResources(0)
                .unpack(ClusterLoadAssignment.class)
                .getEndpoints(0)
                .getLbEndpointsList())
        .hasSize(1);
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void sendsOnlyTheNewestOfSeveralSnapshots() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    envoy.protocol.snapshot(shop.web1(State.READY));

    assertThat(envoy.next()).as("all is as before").isEmpty();
  }

  @Test
  void sendsOnlyEndpointsAgainAfterAReconnectWithTheSameVersions()
      throws InvalidProtocolBufferException {
    List<DiscoveryResponse> before = envoy.start(shop);
    SotwEnvoy again = new SotwEnvoy();
    again.protocol.snapshot(new ShopMesh().snapshot());

    again.resume(CLUSTER, before.get(0).getVersionInfo());
    again.resume(ENDPOINT, before.get(1).getVersionInfo(), SERVICES);
    again.resume(LISTENER, before.get(2).getVersionInfo());
    assertThat(SotwEnvoy.names(again.applies(ENDPOINT, SERVICES))).containsExactly(CART, WEB);
    assertThat(again.next()).isEmpty();

    again.protocol.snapshot(shop.web1(State.NOT_READY));
    again.applies(ENDPOINT, SERVICES);
    assertThat(again.next()).isEmpty();
  }

  @Test
  void sendsEndpointsOfAServiceThatReturnsAfterAReconnect() throws InvalidProtocolBufferException {
    List<DiscoveryResponse> before = envoy.start(shop);
    SotwEnvoy again = new SotwEnvoy();
    again.protocol.snapshot(shop.snapshot());
    again.resume(CLUSTER, before.get(0).getVersionInfo());
    String version = before.get(1).getVersionInfo();
    again.resume(ENDPOINT, version, SERVICES);
    again.resume(LISTENER, before.get(2).getVersionInfo());
    again.applies(ENDPOINT, SERVICES);
    assertThat(again.next()).isEmpty();

    again.protocol.snapshot(shop.withoutCart());
    again.applies(CLUSTER);
    again.resume(ENDPOINT, version, WEB);
    again.applies(LISTENER);
    again.protocol.snapshot(shop.withCart());
    again.applies(CLUSTER);
    again.resume(ENDPOINT, version, SERVICES);

    assertThat(SotwEnvoy.names(again.applies(ENDPOINT, SERVICES))).containsExactly(CART);
  }

  @Test
  void sendsAgainWhatChangedBeforeAReconnect() throws InvalidProtocolBufferException {
    List<DiscoveryResponse> before = envoy.start(shop);
    SotwEnvoy again = new SotwEnvoy();
    again.protocol.snapshot(shop.web1(State.NOT_READY));

    again.resume(CLUSTER, before.get(0).getVersionInfo());
    again.resume(ENDPOINT, before.get(1).getVersionInfo(), SERVICES);
    again.resume(LISTENER, before.get(2).getVersionInfo());

    assertThat(SotwEnvoy.names(again.applies(ENDPOINT, SERVICES))).containsExactly(CART, WEB);
    assertThat(again.next()).isEmpty();
  }

  @Test
  void repeatsTheEndpointsOfAnUpdatedCluster() throws InvalidProtocolBufferException {
    envoy.start(shop);

    envoy.protocol.snapshot(shop.withTcpCart());

    envoy.applies(CLUSTER);
    assertThat(SotwEnvoy.names(envoy.applies(ENDPOINT, SERVICES))).containsExactly(CART);
    envoy.applies(LISTENER);
    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void repeatsAllEndpointsIfClustersWereUpdatedBeforeAReconnect()
      throws InvalidProtocolBufferException {
    List<DiscoveryResponse> before = envoy.start(shop);
    SotwEnvoy again = new SotwEnvoy();
    again.protocol.snapshot(shop.withTcpCart());

    again.resume(CLUSTER, before.get(0).getVersionInfo());
    again.applies(CLUSTER);
    again.resume(ENDPOINT, before.get(1).getVersionInfo(), SERVICES);

    assertThat(SotwEnvoy.names(again.applies(ENDPOINT, SERVICES))).containsExactly(CART, WEB);
    assertThat(again.next()).isEmpty();
  }

  @Test
  void reportsAcknowledgementsOnce() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(CLUSTER);
    DiscoveryResponse response = envoy.receives(CLUSTER);

    assertThat(envoy.ack(response))
        .isEqualTo(new Receipt.Acknowledged(CLUSTER, response.getVersionInfo(), false));
    assertThat(envoy.ack(response)).isEqualTo(new Receipt.Subscribed(CLUSTER));
  }

  @Test
  void ignoresRequestsWithAnOlderNonce() {
    List<DiscoveryResponse> before = envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    DiscoveryResponse newer = envoy.receives(ENDPOINT);

    assertThat(envoy.ack(before.get(1), WEB)).isEqualTo(new Receipt.Stale(ENDPOINT));
    envoy.protocol.snapshot(shop.web1(State.READY));
    assertThat(envoy.next()).as("the newer response is not answered yet").isEmpty();

    envoy.ack(newer, SERVICES);
    envoy.applies(ENDPOINT, SERVICES);
  }

  @Test
  void removedClustersAndListenersAreLeftOut() throws InvalidProtocolBufferException {
    envoy.start(shop);

    envoy.protocol.snapshot(shop.withoutCart());

    assertThat(SotwEnvoy.names(envoy.applies(CLUSTER))).contains(WEB).doesNotContain(CART);
    assertThat(SotwEnvoy.names(envoy.applies(LISTENER)))
        .contains("outbound:10.96.0.1:80")
        .doesNotContain("outbound:10.96.0.2:80");
    assertThat(envoy.next()).as("endpoints go with their cluster").isEmpty();
  }

  @Test
  void knowsTypesThatItDoesNotServe() {
    String routes = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration";
    var request = DiscoveryRequest.newBuilder().setTypeUrl(routes);

    assertThat(envoy.protocol.receive(request.build())).isEqualTo(new Receipt.Unused(routes));
    assertThat(envoy.protocol.receive(request.addResourceNames("web").build()))
        .isEqualTo(new Receipt.Unsupported(routes));
  }

  private static List<String> names(ProxySnapshot snapshot, ResourceType type) {
    return snapshot.of(type).all().stream().map(XdsResource::name).toList();
  }
}
