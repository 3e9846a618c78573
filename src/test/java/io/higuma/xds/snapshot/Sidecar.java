package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ProxyNetworking.BackendRef;
import io.higuma.dataplane.ProxyNetworking.ProbeEndpoint;
import io.higuma.dataplane.ProxyNetworking.ProxyInbound;
import io.higuma.dataplane.ProxyNetworking.State;
import io.higuma.dataplane.ProxyNetworking.TransparentProxy;
import io.higuma.dataplane.ProxyNetworking.VirtualProbes;
import io.higuma.kuma.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networking of a Dataplane for a test; its traffic is redirected unless told otherwise. */
public final class Sidecar {
  private static final int SERVICELESS = 49151;
  private final String address;
  private final List<ProxyInbound> inbounds = new ArrayList<>();
  private String advertised;
  private boolean redirected = true;
  private boolean dualStack;
  private List<String> directAccess = List.of();
  private List<String> reachableServices = List.of();
  private Optional<List<BackendRef>> reachableBackends = Optional.empty();
  private Optional<VirtualProbes> probes = Optional.empty();

  private Sidecar(String address) {
    this.address = address;
    this.advertised = address;
  }

  public static Sidecar at(String address) {
    return new Sidecar(address);
  }

  /** Adds a ready inbound. */
  public Sidecar serving(String service, int port, String protocol) {
    return serving(service, port, protocol, State.READY);
  }

  public Sidecar serving(String service, int port, String protocol, State state) {
    return inbound(port, protocol, Map.of(Tags.SERVICE, service, Tags.ZONE, "default"), state);
  }

  /** Adds a ready inbound of a headless Service. */
  public Sidecar instance(String service, int port, String instance) {
    return instance(service, port, instance, State.READY);
  }

  /** Adds an inbound of a headless Service. */
  public Sidecar instance(String service, int port, String instance, State state) {
    return inbound(
        port,
        "tcp",
        Map.of(Tags.SERVICE, service, Tags.ZONE, "default", Tags.INSTANCE, instance),
        state);
  }

  /** Adds the inbound of a Pod without Services. */
  public Sidecar withoutService(String tag) {
    return inbound(SERVICELESS, "tcp", Map.of(Tags.SERVICE, tag), State.READY);
  }

  private Sidecar inbound(int port, String protocol, Map<String, String> tags, State state) {
    inbounds.add(new ProxyInbound(address, port, protocol, tags, state));
    return this;
  }

  Sidecar advertised(String other) {
    advertised = other;
    return this;
  }

  Sidecar dualStack() {
    dualStack = true;
    return this;
  }

  Sidecar probes(int port, ProbeEndpoint... endpoints) {
    probes = Optional.of(new VirtualProbes(port, List.of(endpoints)));
    return this;
  }

  public Sidecar withoutRedirection() {
    redirected = false;
    return this;
  }

  Sidecar directAccess(String... services) {
    directAccess = List.of(services);
    return this;
  }

  public Sidecar reachableServices(String... services) {
    reachableServices = List.of(services);
    return this;
  }

  Sidecar reachableBackends(BackendRef... backends) {
    reachableBackends = Optional.of(List.of(backends));
    return this;
  }

  public ProxyNetworking networking() {
    return new ProxyNetworking(
        address,
        advertised,
        List.copyOf(inbounds),
        0,
        "",
        redirected
            ? Optional.of(
                new TransparentProxy(
                    15006, 15001, dualStack, directAccess, reachableServices, reachableBackends))
            : Optional.empty(),
        probes,
        "");
  }
}
