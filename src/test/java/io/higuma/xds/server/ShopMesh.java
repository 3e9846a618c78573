package io.higuma.xds.server;

import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.Sidecar;
import io.higuma.xds.snapshot.TestMesh;
import java.util.Map;

/** A Mesh with a client and the services {@code web} and {@code cart}. */
final class ShopMesh {
  static final String WEB = "web_demo_svc_80";
  static final String BLOG = "blog_demo_svc_80";
  static final String CART = "cart_demo_svc_80";

  /** Names of the endpoints that the client subscribes to. */
  static final String[] SERVICES = {CART, WEB};

  final TestMesh mesh =
      new TestMesh()
          .pod("client", Sidecar.at("10.0.0.1").withoutService("client_demo_svc"))
          .pod("web-1", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http"))
          .pod("web-2", Sidecar.at("10.0.0.3").serving(WEB, 8080, "http"))
          .pod("cart-1", Sidecar.at("10.0.0.4").serving(CART, 8080, "http"))
          .with("web", "10.96.0.1", 80)
          .with("cart", "10.96.0.2", 80);

  /** The client's snapshot. */
  ProxySnapshot snapshot() {
    return mesh.snapshot("client");
  }

  /** The snapshot of a proxy without any resources. */
  ProxySnapshot bare() {
    mesh.pod("bare", Sidecar.at("10.0.0.9").withoutRedirection());
    return mesh.snapshot("bare");
  }

  /** The client's snapshot after a Pod of {@code web} became NotReady or ready again. */
  ProxySnapshot web1(State state) {
    mesh.pod("web-1", Sidecar.at("10.0.0.2").serving(WEB, 8080, "http", state));
    return snapshot();
  }

  /** The client's snapshot after the only Pod of {@code cart} was deleted. */
  ProxySnapshot withoutCart() {
    mesh.without("cart-1");
    return snapshot();
  }

  /** The client's snapshot after the Pod of {@code cart} was created again with its address. */
  ProxySnapshot withCart() {
    mesh.pod("cart-1", Sidecar.at("10.0.0.4").serving(CART, 8080, "http"));
    return snapshot();
  }

  /** The client's snapshot after a service with a virtual IP was added. */
  ProxySnapshot withBlog() {
    mesh.pod("blog-1", Sidecar.at("10.0.0.5").serving(BLOG, 8080, "http"));
    mesh.vips(Map.of(BLOG, "240.0.0.0"));
    return snapshot();
  }

  /** The client's snapshot after the service was added with another protocol. */
  ProxySnapshot withTcpBlog() {
    mesh.pod("blog-1", Sidecar.at("10.0.0.5").serving(BLOG, 8080, "tcp"));
    return snapshot();
  }

  /** The client's snapshot after the Pod of {@code cart} changed to another protocol. */
  ProxySnapshot withTcpCart() {
    mesh.pod("cart-1", Sidecar.at("10.0.0.4").serving(CART, 8080, "tcp"));
    return snapshot();
  }
}
