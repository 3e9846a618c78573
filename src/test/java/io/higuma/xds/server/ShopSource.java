package io.higuma.xds.server;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.Topology;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads from a topology; a test says whether it is ready, and why a Mesh is not served. */
final class ShopSource implements ProxySource {
  volatile String missing = "";
  volatile Optional<String> unsupported = Optional.empty();
  private final AtomicReference<Runnable> afterSupport = new AtomicReference<>(() -> {});

  private final Topology topology;

  ShopSource(Topology topology) {
    this.topology = topology;
  }

  @Override
  public String missing() {
    return missing;
  }

  @Override
  public Optional<String> unsupported(String mesh) {
    Optional<String> answer = unsupported;
    afterSupport.getAndSet(() -> {}).run();
    return answer;
  }

  /** Runs this once, after the next question whether a Mesh is served was answered. */
  void afterSupport(Runnable change) {
    afterSupport.set(change);
  }

  @Override
  public Optional<ProxyNetworking> networking(ProxyIdentity proxy) {
    return topology.networking(proxy);
  }

  @Override
  public Optional<ProxySnapshot> snapshot(ProxyIdentity proxy, NodeMetadata node) {
    return topology.snapshot(proxy, node);
  }
}
