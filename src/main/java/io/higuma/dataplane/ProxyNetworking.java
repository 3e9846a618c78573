package io.higuma.dataplane;

import static io.higuma.dataplane.PodTrimmer.interned;
import static io.higuma.dataplane.PodTrimmer.list;
import static io.higuma.dataplane.PodTrimmer.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.IpBlock;
import io.higuma.kuma.Labels;
import io.higuma.kuma.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The networking of a Dataplane, as far as the configuration of sidecars depends on it.
 *
 * @param address its address
 * @param advertisedAddress the address for other proxies; the address if none is set
 * @param inbounds its inbounds in the order of the spec
 * @param adminPort the port of Envoy's admin interface; 0 if none is set
 * @param gatewayService the service tag of a delegated gateway; empty for a sidecar
 * @param transparentProxy the redirection of the Pod's traffic; empty if there is none
 * @param probes its virtual probes; empty if it has none
 * @param workload its annotation {@code kuma.io/workload}, or else its label; empty if it has none
 */
public record ProxyNetworking(
    String address,
    String advertisedAddress,
    List<ProxyInbound> inbounds,
    int adminPort,
    String gatewayService,
    Optional<TransparentProxy> transparentProxy,
    Optional<VirtualProbes> probes,
    String workload) {

  private static final int MAX_PORT = 65535;

  /** Nearly all Pods have the same redirection. */
  private static final InternPool<Optional<TransparentProxy>> REDIRECTIONS = new InternPool<>();

  /**
   * One inbound.
   *
   * @param address its address
   * @param port its port
   * @param protocol its application protocol; {@code tcp} if the spec has none
   * @param tags its tags
   * @param state its readiness
   */
  public record ProxyInbound(
      String address, int port, String protocol, Map<String, String> tags, State state) {

    /** The service tag; empty if it has none. */
    public String service() {
      return tags.getOrDefault(Tags.SERVICE, "");
    }

    /** The instance tag; empty if it has none. */
    public String instance() {
      return tags.getOrDefault(Tags.INSTANCE, "");
    }

    /** Whether this is the inbound of a Pod without Services, which serves no traffic. */
    public boolean serviceless() {
      return port == Inbound.SERVICELESS;
    }
  }

  /** Readiness of an inbound. */
  public enum State {
    READY,
    NOT_READY,
    /** Excluded from traffic. */
    IGNORED
  }

  /**
   * Redirection of the Pod's traffic to its sidecar.
   *
   * @param inboundPort the sidecar's port for inbound traffic
   * @param outboundPort the sidecar's port for outbound traffic
   * @param dualStack whether IPv6 is redirected too
   * @param directAccess services whose Pods are reachable by their addresses; {@code *} for all
   * @param reachableServices services that the proxy may reach; empty for all
   * @param reachableBackends backends that the proxy may reach; absent for all
   */
  public record TransparentProxy(
      int inboundPort,
      int outboundPort,
      boolean dualStack,
      List<String> directAccess,
      List<String> reachableServices,
      Optional<List<BackendRef>> reachableBackends) {}

  /**
   * Reference to a backend.
   *
   * @param kind its kind, such as MeshService
   * @param name its name; empty if labels select it
   * @param namespace its namespace; empty for the proxy's
   * @param port its port; 0 for all
   * @param labels labels that select it
   */
  public record BackendRef(
      String kind, String name, String namespace, int port, Map<String, String> labels) {}

  /**
   * Probes of the kubelet that arrive at the sidecar.
   *
   * @param port the sidecar's port for them
   * @param endpoints where they go
   */
  public record VirtualProbes(int port, List<ProbeEndpoint> endpoints) {}

  /**
   * One virtual probe.
   *
   * @param path the path that the kubelet requests
   * @param inboundPort the port of the application
   * @param inboundPath the path of the application
   */
  public record ProbeEndpoint(String path, int inboundPort, String inboundPath) {}

  /** Reads a Dataplane from API JSON. */
  public static ProxyNetworking of(JsonNode dataplane) {
    JsonNode meta = dataplane.path("metadata");
    String annotation = interned(meta.path("annotations"), Labels.WORKLOAD);
    return of(
        dataplane.path("spec"),
        annotation.isEmpty() ? interned(meta.path("labels"), Labels.WORKLOAD) : annotation);
  }

  /** Reads the networking of a desired Dataplane. */
  public static ProxyNetworking of(DataplaneResult.Dataplane desired) {
    return of(
        desired.spec(), SharedStrings.of(desired.annotations().getOrDefault(Labels.WORKLOAD, "")));
  }

  private static ProxyNetworking of(JsonNode spec, String workload) {
    JsonNode networking = spec.path("networking");
    String address = text(networking, "address");
    String advertised = text(networking, "advertisedAddress");
    return new ProxyNetworking(
        address,
        advertised.isEmpty() ? address : advertised,
        list(networking.path("inbound"), inbound -> inbound(inbound, address)),
        networking.path("admin").path("port").asInt(),
        interned(networking.path("gateway").path("tags"), Tags.SERVICE),
        transparentProxy(networking.path("transparentProxying")),
        probes(spec.path("probes")),
        workload);
  }

  /** The endpoints of services: inbounds that are not ignored and have a service tag. */
  public List<MeshEndpoint> endpoints() {
    return inbounds.stream()
        .filter(inbound -> inbound.state() != State.IGNORED && !inbound.service().isEmpty())
        .map(
            inbound ->
                new MeshEndpoint(
                    inbound.service(), inbound.address(), inbound.port(), inbound.instance()))
        .toList();
  }

  /** The first of its addresses or ports that is not valid, for messages; empty if all are. */
  public Optional<String> problem() {
    return Stream.concat(
            Stream.concat(
                    Stream.of(address, advertisedAddress),
                    inbounds.stream().map(ProxyInbound::address))
                .filter(text -> !IpBlock.isAddress(text))
                .map(text -> "'" + text + "' is not an IP address"),
            inbounds.stream()
                .map(ProxyInbound::port)
                .filter(port -> port < 1 || port > MAX_PORT)
                .map(port -> "'" + port + "' is not a port"))
        .findFirst();
  }

  private static ProxyInbound inbound(JsonNode inbound, String address) {
    String own = text(inbound, "address");
    Map<String, String> tags = ReadAnnotations.internAll(PodTrimmer.map(inbound.path("tags")));
    String protocol = interned(inbound, "protocol");
    return new ProxyInbound(
        own.isEmpty() || own.equals(address) ? address : own,
        inbound.path("port").asInt(),
        protocol.isEmpty() ? tags.getOrDefault(Tags.PROTOCOL, "tcp") : protocol,
        tags,
        state(inbound));
  }

  private static State state(JsonNode inbound) {
    return switch (text(inbound, "state")) {
      case "Ignored" -> State.IGNORED;
      case "NotReady" -> State.NOT_READY;
      default ->
          inbound.path("health").path("ready").asBoolean(true) ? State.READY : State.NOT_READY;
    };
  }

  private static Optional<TransparentProxy> transparentProxy(JsonNode section) {
    if (!section.isObject()) {
      return Optional.empty();
    }
    JsonNode backends = section.path("reachableBackends");
    return REDIRECTIONS.intern(
        Optional.of(
            new TransparentProxy(
                section.path("redirectPortInbound").asInt(),
                section.path("redirectPortOutbound").asInt(),
                !text(section, "ipFamilyMode").equals("IPv4"),
                list(section.path("directAccessServices"), JsonNode::asText),
                list(section.path("reachableServices"), JsonNode::asText),
                backends.isObject()
                    ? Optional.of(list(backends.path("refs"), ProxyNetworking::backend))
                    : Optional.empty())));
  }

  private static Optional<VirtualProbes> probes(JsonNode section) {
    return section.isObject()
        ? Optional.of(
            new VirtualProbes(
                section.path("port").asInt(),
                list(
                    section.path("endpoints"),
                    endpoint ->
                        new ProbeEndpoint(
                            text(endpoint, "path"),
                            endpoint.path("inboundPort").asInt(),
                            text(endpoint, "inboundPath")))))
        : Optional.empty();
  }

  private static BackendRef backend(JsonNode ref) {
    return new BackendRef(
        text(ref, "kind"),
        text(ref, "name"),
        text(ref, "namespace"),
        ref.path("port").asInt(),
        Map.copyOf(PodTrimmer.map(ref.path("labels"))));
  }
}
