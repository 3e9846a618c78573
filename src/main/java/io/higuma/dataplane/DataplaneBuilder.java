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

/** Makes the Dataplane of one Pod that is to have one. */
final class DataplaneBuilder {
  private final ConversionState draft;
  private final DataplaneSettings settings;
  private final RelatedObjects neighbours;
  private final MeshView mesh;
  private final CachedPod pod;
  private final Map<String, String> nodeLabels;
  private final List<MatchedService> services;

  DataplaneBuilder(
      ConversionState draft, DataplaneSettings settings, RelatedObjects neighbours, MeshView mesh) {
    this.draft = draft;
    this.settings = settings;
    this.neighbours = neighbours;
    this.mesh = mesh;
    this.pod = draft.pod();
    this.nodeLabels = NodeLabels.of(draft, settings, neighbours);
    this.services = MatchedService.all(pod, neighbours, settings.ignoredServiceSelectorLabels());
  }

  Conversion build() {
    Networking networking = networking();
    Optional<Integer> adminPort = draft.read(Annotations.ENVOY_ADMIN_PORT);
    new SpecCheck(draft).check(networking, adminPort);
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.set("networking", networkingSection(networking, adminPort));
    new MetricsSection(draft).build().ifPresent(metrics -> spec.set("metrics", metrics));
    new ProbesSection(draft).build().ifPresent(probes -> spec.set("probes", probes));
    DataplaneResult result =
        draft.failed() ? new Failed(draft.failures()) : dataplane(spec, networking);
    return new Conversion(result, draft.trace(services));
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
        draft.notes());
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
    ObjectNode redirection = new TransparentProxySection(draft).build();
    if (networking.onlyListeners() && !redirection.has("reachableBackends")) {
      // A zone proxy calls nobody on its own account.
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
    return new OutboundSection(pod, neighbours).build(mesh.name(), reachable);
  }

  private Networking networking() {
    InboundTags tags = new InboundTags(pod, settings, nodeLabels);
    InboundSection inbounds = new InboundSection(draft, tags);
    List<MatchedService> matched = services.stream().filter(s -> s.match().matches()).toList();
    if (draft.on(Annotations.GATEWAY)) {
      PodOwner owner = PodOwner.of(draft, neighbours);
      boolean provided = "provided".equals(pod.annotations().get(Annotations.GATEWAY.name()));
      return new Networking(
          List.of(),
          Optional.of(
              new GatewaySection(draft, inbounds, tags)
                  .tags(matched, owner, provided, !settings.inboundTagsDisabled())),
          List.of());
    }
    List<MatchedService> zoneProxies = matched.stream().filter(MatchedService::zoneProxy).toList();
    List<MatchedService> regular = matched.stream().filter(s -> !s.zoneProxy()).toList();
    return new Networking(
        regular.isEmpty() && !zoneProxies.isEmpty() ? List.of() : inbounds(inbounds, regular),
        Optional.empty(),
        new ListenerSection(draft, inbounds).of(zoneProxies, mesh.exclusive()));
  }

  private List<Inbound> inbounds(InboundSection section, List<MatchedService> regular) {
    boolean once = mesh.exclusive() && settings.inboundTagsDisabled();
    List<Inbound> inbounds = section.of(regular, once);
    return inbounds.isEmpty()
        ? List.of(section.serviceless(PodOwner.of(draft, neighbours).name()))
        : inbounds;
  }
}
