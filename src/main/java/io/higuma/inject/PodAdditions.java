package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Annotations;
import io.higuma.kuma.Labels;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.EncodedJson;
import io.higuma.patch.NamedPatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers, volumes and metadata that injection adds, shared by Pods with equal options. */
final class PodAdditions {
  private final SidecarContainer factory;
  private final List<NamedPatch> patches;
  private final Optional<EncodedJson> sharedSidecar;
  private final Optional<PatchedContainer> init;
  private final List<EncodedJson> volumes;
  private final List<String> volumeNames;
  private final SidecarPorts ports;
  private final InjectedMetadata label;
  private final List<InjectedMetadata> annotations;

  PodAdditions(
      InjectionContext injection,
      PodOptions options,
      String mesh,
      Redirection redirection,
      List<NamedPatch> patches) {
    this.factory = new SidecarContainer(injection, options, mesh);
    this.patches = patches;
    this.sharedSidecar =
        ContainerPatches.concern(ContainerKind.SIDECAR, patches)
            ? Optional.empty()
            : Optional.of(EncodedJson.endingInList(factory.build(Optional.empty())));
    this.init = init(new InitContainer(injection, options), injection, redirection, patches);
    var all = Volumes.of(injection.injector(), options);
    this.volumes = all.stream().map(EncodedJson::of).toList();
    this.volumeNames = all.stream().map(volume -> volume.path("name").asText()).toList();
    this.ports = SidecarPorts.of(injection, options, redirection);
    this.label = InjectedMetadata.label(Labels.MESH, mesh);
    this.annotations =
        annotations(injection.provenance().with(patches), options, redirection).entrySet().stream()
            .map(entry -> InjectedMetadata.annotation(entry.getKey(), entry.getValue()))
            .toList();
  }

  private static Map<String, String> annotations(
      Provenance provenance, PodOptions options, Redirection redirection) {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put(Annotations.SIDECAR_INJECTED, "true");
    if (provenance.isKnown()) {
      annotations.put(Annotations.INJECTION, provenance.text());
    }
    annotations.putAll(redirection.annotations());
    var probes = options.probes();
    annotations.put(Annotations.VIRTUAL_PROBES.name(), probes.virtual() ? "enabled" : "disabled");
    annotations.put(Annotations.VIRTUAL_PROBES_PORT.name(), Integer.toString(probes.virtualPort()));
    annotations.put(Annotations.PROBE_PROXY_PORT.name(), Integer.toString(probes.proxyPort()));
    annotations.put(
        Annotations.ENVOY_ADMIN_PORT.name(), Integer.toString(options.sidecar().adminPort()));
    return annotations;
  }

  private static Optional<PatchedContainer> init(
      InitContainer factory,
      InjectionContext injection,
      Redirection redirection,
      List<NamedPatch> patches) {
    if (!injection.injector().cniEnabled()) {
      var init = factory.init(redirection.initArguments());
      return Optional.of(PatchedContainer.of(ContainerKind.INIT, init, patches));
    }
    if (!redirection.inbound()) {
      return Optional.empty();
    }
    var validation = factory.validation(redirection.ipFamilyMode());
    return Optional.of(PatchedContainer.of(ContainerKind.VALIDATION, validation, patches));
  }

  /**
   * Returns the sidecar with this mount of the service account token. The name of the token's
   * volume differs per Pod, so the mount, which comes last, is appended to the shared JSON. If
   * patches change the sidecar, which may touch any mount, it is rendered per Pod.
   */
  PatchedContainer sidecar(Optional<JsonNode> tokenMount) {
    return sharedSidecar
        .map(shared -> tokenMount.map(shared::with).orElse(shared))
        .map(json -> PatchedContainer.unpatched(ContainerKind.SIDECAR, json))
        .orElseGet(
            () -> PatchedContainer.of(ContainerKind.SIDECAR, factory.build(tokenMount), patches));
  }

  /** The init container; empty if the Pod gets none. */
  Optional<PatchedContainer> init() {
    return init;
  }

  /** The volumes, in the order in which they are appended to the Pod's own. */
  List<EncodedJson> volumes() {
    return volumes;
  }

  /** The names of the volumes. */
  List<String> volumeNames() {
    return volumeNames;
  }

  /** The ports on which the sidecar listens. */
  SidecarPorts ports() {
    return ports;
  }

  /** The mesh label. */
  InjectedMetadata label() {
    return label;
  }

  /** The annotations that are equal for all these Pods. */
  List<InjectedMetadata> annotations() {
    return annotations;
  }
}
