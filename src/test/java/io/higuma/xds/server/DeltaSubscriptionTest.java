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

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.higuma.dataplane.ProxyNetworking.State;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a proxy with incremental xDS asks for, and in which order it gets that. */
class DeltaSubscriptionTest {
  private final ShopMesh shop = new ShopMesh();
  private final DeltaEnvoy envoy = new DeltaEnvoy();

  @Test
  void sendsListenersLastThoughTheyWereAskedForFirst() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(LISTENER);
    envoy.subscribe(CLUSTER);

    DeltaDiscoveryResponse clusters = envoy.receives(CLUSTER);
    assertThat(envoy.next()).as("the clusters are not applied yet").isEmpty();
    envoy.ack(clusters);
    assertThat(envoy.next()).as("the endpoints are not asked for yet").isEmpty();
    assertThat(envoy.protocol.waitsForSubscription()).isTrue();
    envoy.subscribe(ENDPOINT, SERVICES);
    DeltaDiscoveryResponse endpoints = envoy.receives(ENDPOINT);
    assertThat(envoy.next()).as("the endpoints are not applied yet").isEmpty();
    envoy.ack(endpoints);

    envoy.applies(LISTENER);
  }

  @Test
  void listenersDoNotWaitForEndpointsThatKeepChanging() {
    envoy.start(shop);
    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    DeltaDiscoveryResponse endpoints = envoy.receives(ENDPOINT);
    shop.mesh.vips(Map.of(WEB, "240.0.0.0"));
    envoy.protocol.snapshot(shop.web1(State.READY));

    assertThat(names(envoy.applies(LISTENER))).contains("outbound:240.0.0.0:80");
    envoy.ack(endpoints);
    envoy.applies(ENDPOINT);
  }

  @Test
  void answersNewNames() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(ENDPOINT, WEB);
    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(WEB);
    assertThat(envoy.next()).isEmpty();

    envoy.subscribe(ENDPOINT, CART);

    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(CART);
  }

  @Test
  void sendsAResourceAgainToAProxyThatAsksForItAgain() {
    envoy.start(shop);

    envoy.subscribe(ENDPOINT, WEB);

    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(WEB);
  }

  @Test
  void sendsNoEndpointsThatAreNoLongerAskedFor() {
    envoy.start(shop);
    envoy.unsubscribe(ENDPOINT, WEB);
    envoy.protocol.waitNoLonger();

    envoy.protocol.snapshot(shop.web1(State.NOT_READY));

    assertThat(envoy.next()).isEmpty();
  }

  @Test
  void saysOnceThatEndpointsDoNotExist() {
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(ENDPOINT, BLOG);

    assertThat(envoy.applies(ENDPOINT).getRemovedResourcesList()).containsExactly(BLOG);
    assertThat(envoy.next()).isEmpty();
    envoy.protocol.snapshot(shop.withBlog());
    assertThat(names(envoy.applies(ENDPOINT))).containsExactly(BLOG);
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
}
