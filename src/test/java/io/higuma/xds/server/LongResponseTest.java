package io.higuma.xds.server;

import static io.higuma.xds.server.ShopMesh.CART;
import static io.higuma.xds.server.ShopMesh.SERVICES;
import static io.higuma.xds.server.ShopMesh.WEB;
import static io.higuma.xds.snapshot.ResourceType.CLUSTER;
import static io.higuma.xds.snapshot.ResourceType.ENDPOINT;
import static io.higuma.xds.snapshot.ResourceType.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.Sidecar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Responses that are longer than a proxy accepts. */
class LongResponseTest {
  private static final String TOO_LONG =
      "rejected CDS: the response has \\d+ bytes, but the limit is \\d+"
          + " \\(xdsGrpcMaxReceiveMessageBytes\\)";

  private final ShopMesh shop = new ShopMesh();

  @Test
  void areReportedInsteadOfSent() throws InterruptedException {
    var envoy = new SotwEnvoy();
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(CLUSTER);
    int size = envoy.receives(CLUSTER).getSerializedSize();
    try (var running = new RunningXdsServer(true, size - 1)) {
      SotwStream stream = running.stream("client");
      await().until(() -> running.events.of("client").size() == 2);
      assertThat(running.events.of("client").getLast()).matches(TOO_LONG);
      assertThat(running.meters.get("higuma_xds_nacks").tag("type", "CDS").counter().count())
          .isEqualTo(1);

      stream.subscribe(ENDPOINT, SERVICES);

      DiscoveryResponse endpoints = stream.next();
      assertThat(endpoints.getTypeUrl()).isEqualTo(ENDPOINT.typeUrl());
      assertThat(stream.isOpen()).isTrue();
    }
  }

  @Test
  void areSentWhenTheyAreShorterAgain() {
    var envoy = new SotwEnvoy();
    envoy.protocol.snapshot(shop.withBlog());
    envoy.subscribe(CLUSTER);
    DiscoveryResponse response = envoy.receives(CLUSTER);
    assertThat(envoy.protocol.withhold(response, "too long"))
        .isEqualTo(new Receipt.Rejected(CLUSTER, response.getVersionInfo(), "too long"));
    assertThat(envoy.next()).isEmpty();

    envoy.protocol.snapshot(shop.withoutCart());

    DiscoveryResponse shorter = envoy.receives(CLUSTER);
    assertThat(envoy.ack(shorter))
        .isEqualTo(new Receipt.Acknowledged(CLUSTER, shorter.getVersionInfo(), true));
  }

  @Test
  void areSplitInIncrementalXdsBeforeListenersFollow() {
    var envoy = new DeltaEnvoy(800);
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(CLUSTER);
    envoy.subscribe(ENDPOINT, SERVICES);
    envoy.subscribe(LISTENER);

    List<String> types = new ArrayList<>();
    for (var next = envoy.next(); next.isPresent(); next = envoy.next()) {
      List<DeltaDiscoveryResponse> open = new ArrayList<>(List.of(next.get()));
      envoy.next().ifPresent(open::add);
      open.forEach(
          response -> {
            types.add(envoy.protocol.typeOf(response).shortName());
            assertThat(response.getSerializedSize() <= 800 || response.getResourcesCount() == 1)
                .isTrue();
            envoy.ack(response);
          });
    }

    assertThat(types.stream().filter("CDS"::equals)).hasSizeGreaterThan(1);
    assertThat(types.indexOf("LDS")).isGreaterThan(types.lastIndexOf("CDS"));
    assertThat(types.indexOf("LDS")).isGreaterThan(types.lastIndexOf("EDS"));
    assertThat(envoy.resources.get(CLUSTER)).hasSize(shop.snapshot().of(CLUSTER).all().size());
    assertThat(envoy.resources.get(LISTENER)).hasSize(shop.snapshot().of(LISTENER).all().size());
    assertThat(envoy.resources.get(ENDPOINT)).containsOnlyKeys(CART, WEB);
  }

  @Test
  void oneThatCannotBeSplitDelaysNoOtherChange() {
    var envoy = new DeltaEnvoy(1);
    envoy.protocol.snapshot(shop.snapshot());
    envoy.subscribe(ENDPOINT, SERVICES);
    DeltaDiscoveryResponse cart = envoy.receives(ENDPOINT);
    assertThat(DeltaEnvoy.names(cart)).containsExactly(CART);
    var _ = envoy.protocol.withhold(cart, "too long");
    assertThat(DeltaEnvoy.names(envoy.applies(ENDPOINT))).containsExactly(WEB);
    assertThat(envoy.next()).isEmpty();

    envoy.protocol.snapshot(shop.web1(State.NOT_READY));
    assertThat(DeltaEnvoy.names(envoy.applies(ENDPOINT))).containsExactly(WEB);
    assertThat(envoy.next()).isEmpty();

    shop.mesh.pod("cart-1", Sidecar.at("10.0.0.6").serving(CART, 8080, "http"));
    envoy.protocol.snapshot(shop.snapshot());
    DeltaDiscoveryResponse changed = envoy.receives(ENDPOINT);
    assertThat(DeltaEnvoy.names(changed)).containsExactly(CART);
    assertThat(envoy.ack(changed))
        .isEqualTo(new Receipt.Acknowledged(ENDPOINT, changed.getSystemVersionInfo(), true));
  }
}
