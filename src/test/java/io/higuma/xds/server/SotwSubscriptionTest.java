package io.higuma.xds.server;

import static io.higuma.xds.server.ShopMesh.BLOG;
import static io.higuma.xds.server.ShopMesh.CART;
import static io.higuma.xds.server.ShopMesh.SERVICES;
import static io.higuma.xds.server.ShopMesh.WEB;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static io.higuma.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.ResourceType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a proxy asks for, and in which order it gets that. */
class SotwSubscriptionTest {
  private final ShopMesh shop = new ShopMesh();
  private final SotwEnvoy envoy = new SotwEnvoy();

  @Test
  void sendsListenersLastThoughTheyWereAskedForFirst() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(LISTENER);
    envoy.subscribe(CLUSTER);

    DiscoveryResponse clusters = envoy.receives(CLUSTER);
    assertThat(envoy.next()).as("the clusters are not applied yet").isEmpty();
    envoy.ack(clusters);
    assertThat(envoy.next()).as("the endpoints are not asked for yet").isEmpty();
    assertThat(envoy.protocol.waitsForSubscription()).isTrue();
    envoy.subscribe(ENDPOINT, SERVICES);
    DiscoveryResponse endpoints = envoy.receives(ENDPOINT);
    assertThat(envoy.next()).as("the endpoints are not applied yet").isEmpty();
    envoy.ack(endpoints, SERVICES);

    envoy.applies(LISTENER);
    assertThat(envoy.protocol.waitsForSubscription()).isFalse();
  }

  @Test
  void listenersWaitNoLongerWhenToldSo() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(CLUSTER);
    envoy.subscribe(LISTENER);
    envoy.applies(CLUSTER);
    assertThat(envoy.next()).isEmpty();

    envoy.protocol.waitNoLonger();

    envoy.applies(LISTENER);
  }

  @Test
  void listenersDoNotWaitForEndpointsThatKeepChanging() throws InvalidProtocolBufferException {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    DiscoveryResponse endpoints = envoy.receives(ENDPOINT);
    shop.mesh.vips(Map.of(WEB, "240.0.0.0"));
    envoy.protocol.snapshot(shop.web1(State.READY));

    DiscoveryResponse listeners = envoy.receives(LISTENER);

    assertThat(SotwEnvoy.names(listeners)).contains("outbound:240.0.0.0:80");
    envoy.ack(endpoints, SERVICES);
    envoy.applies(ENDPOINT, SERVICES);
  }

  @Test
  void listenersWaitForTheEndpointsOfANewClusterBehindOthers() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    DiscoveryResponse endpoints = envoy.receives(ENDPOINT);
    envoy.protocol.snapshot(shop.withBlog());
    envoy.applies(CLUSTER);
    String[] services = {BLOG, CART, WEB};
    envoy.ack(endpoints, services);

    DiscoveryResponse first = envoy.receives(ENDPOINT);
    envoy.protocol.snapshot(shop.web1(State.READY));
    assertThat(envoy.next()).as("the endpoints of the new cluster are not applied").isEmpty();
    envoy.ack(first, services);

    envoy.receives(ENDPOINT);
    envoy.applies(LISTENER);
  }

  @Test
  void listenersWaitWhileOtherEndpointsAreAppliedFirst() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    envoy.receives(ENDPOINT);
    envoy.protocol.snapshot(shop.withTcpCart());
    envoy.applies(CLUSTER);

    assertThat(envoy.next()).as("the endpoints of the updated cluster are not sent").isEmpty();
  }

  @Test
  void answersNewNamesThoughTheVersionIsUnchanged() throws InvalidProtocolBufferException {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(ENDPOINT, WEB);
    DiscoveryResponse first = envoy.applies(ENDPOINT, WEB);
    assertThat(envoy.next()).isEmpty();

    envoy.ack(first, CART, WEB);

    assertThat(SotwEnvoy.names(envoy.receives(ENDPOINT))).containsExactly(CART);
  }

  @Test
  void sendsNoEndpointsThatAreNoLongerAskedFor() {
    DiscoveryResponse endpoints = envoy.start(shop).get(1);
    envoy.ack(endpoints, CART);

    envoy.protocol.snapshot(shop.web1(State.NOT_READY));

    assertThat(next(ENDPOINT)).isEmpty();
  }

  @Test
  void sendsEndpointsAgainThatWereNotAskedForMeanwhile() throws InvalidProtocolBufferException {
    DiscoveryResponse endpoints = envoy.start(shop).get(1);
    envoy.ack(endpoints, CART);
    assertThat(next(ENDPOINT)).isEmpty();

    envoy.ack(endpoints, SERVICES);

    assertThat(SotwEnvoy.names(envoy.receives(ENDPOINT))).containsExactly(WEB);
  }

  @Test
  void sendsEndpointsWithTheirServiceAlsoIfAskedForBefore() throws InvalidProtocolBufferException {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(ENDPOINT, BLOG);
    assertThat(envoy.next()).isEmpty();

    envoy.protocol.snapshot(shop.withBlog());

    assertThat(SotwEnvoy.names(envoy.receives(ENDPOINT))).containsExactly(BLOG);
  }

  @Test
  void aProxyWithoutResourcesGetsOneEmptyResponsePerType() {
    envoy.protocol.snapshot(shop.bare());
    envoy.subscribe(CLUSTER);
    envoy.subscribe(LISTENER);

    assertThat(envoy.applies(CLUSTER).getResourcesList()).isEmpty();
    assertThat(envoy.applies(LISTENER).getResourcesList()).isEmpty();
    assertThat(envoy.next()).isEmpty();
  }

  /** The next response if it is of this type. */
  private List<DiscoveryResponse> next(ResourceType type) {
    return envoy.next().stream().filter(r -> r.getTypeUrl().equals(type.typeUrl())).toList();
  }
}
