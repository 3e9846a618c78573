package io.higuma.dataplane;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.dataplane.DataplaneResult.Dataplane;
import io.higuma.dataplane.DataplaneResult.Failed;
import io.higuma.dataplane.DataplaneResult.Owner;
import io.higuma.kuma.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds the Dataplane of one Pod. */
final class DataplaneBuilder {
  private final ConversionState state;
  private final DataplaneSettings settings;
  private final RelatedObjects related;
  private final MeshView mesh;
  private final CachedPod pod;
  private final Map<String, String> nodeLabels;
  private final List<MatchedService> services;

  DataplaneBuilder(
      ConversionState state, DataplaneSettings settings, RelatedObjects related, MeshView mesh) {
    this.state = state;
    this.settings = settings;
    this.related = related;
    this.mesh = mesh;
    this.pod = state.pod();
    this.nodeLabels = NodeLabels.of(state, settings, related);
    this.services = MatchedService.all(pod, related, settings.ignoredServiceSelectorLabels());
  }

  Conversion build() {
    Networking networking = networking();
    Optional<Integer> adminPort = state.read(Annotations.ENVOY_ADMIN_PORT);
    new SpecCheck(state).check(networking, adminPort);
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.set("networking", networkingSection(networking, adminPort));
    new MetricsSection(state).build().ifPresent(metrics -> spec.set("metrics", metrics));
    new ProbesSection(state).build().ifPresent(probes -> spec.set("probes", probes));
    DataplaneResult result =
        state.failed() ? new Failed(state.failures()) : dataplane(spec, networking);
    return new Conversion(result, state.trace(services));
  }

  private Dataplane dataplane(ObjectNode spec, Networking networking) {
    Set<ListenerType> listeners =
        networking.listeners().stream().map(Listener::type).collect(Collectors.toSet());
    DataplaneLabels labels = new DataplaneLabels(pod, settings);
    return new Dataplane(
        mesh.name(),
        spec,
        labels.labels(mesh.name(), nodeLabels, listeners),
        labels.annotations(),
        new Owner(pod.namespace(), pod.name(), pod.id().uid()),
        state.warnings());
  }

  private ObjectNode networkingSection(Networking networking, Optional<Integer> adminPort) {
    ObjectNode section = NetworkingSection.write(networking, pod.status().podIP());
    adminPort.ifPresent(
        port -> {
          ObjectNode admin = section.putObject("admin");
          if (port != 0) {
            admin.put("port", port);
          }
        });
    ObjectNode redirection = new TransparentProxySection(state).build();
    if (networking.onlyListeners() && !redirection.has("reachableBackends")) {
      // A zone proxy has no outbound traffic of its own.
      redirection.putObject("reachableBackends");
    }
    if (!redirection.isEmpty()) {
      section.set("transparentProxying", redirection);
    }
    if (!settings.outboundsAsVips()) {
      ArrayNode outbounds = outbounds(redirection);
      if (!outbounds.isEmpty()) {
        section.set("outbound", outbounds);
      }
    }
    return section;
  }

  private ArrayNode outbounds(ObjectNode redirection) {
    Set<String> reachable =
        redirection
            .path("reachableServices")
            .valueStream()
            .map(service -> service.asText())
            .collect(Collectors.toSet());
    return new OutboundSection(pod, related).build(mesh.name(), reachable);
  }

  private Networking networking() {
    InboundTags tags = new InboundTags(pod, settings, nodeLabels);
    InboundSection inbounds = new InboundSection(state, tags);
    List<MatchedService> matched = services.stream().filter(s -> s.match().matches()).toList();
    if (state.enabled(Annotations.GATEWAY)) {
      boolean provided = "provided".equals(pod.annotations().get(Annotations.GATEWAY.name()));
      return new Networking(
          List.of(),
          Optional.of(
              new GatewaySection(state, inbounds, tags)
                  .tags(
                      matched,
                      () -> PodOwner.of(state, related),
                      provided,
                      !settings.inboundTagsDisabled())),
          List.of());
    }
    List<MatchedService> zoneProxies =
        matched.stream().filter(MatchedService::isZoneProxy).toList();
    List<MatchedService> regular = matched.stream().filter(s -> !s.isZoneProxy()).toList();
    return new Networking(
        regular.isEmpty() && !zoneProxies.isEmpty() ? List.of() : inbounds(inbounds, regular),
        Optional.empty(),
        new ListenerSection(state, inbounds).of(zoneProxies, mesh.exclusive()));
  }

  private List<Inbound> inbounds(InboundSection section, List<MatchedService> regular) {
    boolean uniquePorts = mesh.exclusive() && settings.inboundTagsDisabled();
    List<Inbound> inbounds = section.of(regular, uniquePorts);
    return inbounds.isEmpty()
        ? List.of(section.serviceless(PodOwner.of(state, related).name()))
        : inbounds;
  }
}
