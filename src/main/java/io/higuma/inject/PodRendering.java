package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.patch.ContainerKind;
import io.higuma.patch.ContainerPatches;
import io.higuma.patch.JsonPatch.Operation;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders what a Pod gets, once everything about it is known to be right.
 *
 * @param injection the settings
 * @param pod the Pod
 * @param options what it asks for
 * @param redirection how its traffic is redirected
 * @param patches its ContainerPatches
 * @param notes where ContainerPatches that cannot be applied are noted
 */
record PodRendering(
    Injection injection,
    PodView pod,
    PodOptions options,
    Redirection redirection,
    List<NamedPatch> patches,
    Notes notes) {

  Decision render(String mesh, Optional<JsonNode> token, List<Operation> probes) {
    var sidecar =
        patched(ContainerKind.SIDECAR, new SidecarContainer(injection, options, mesh).build(token));
    var init = initContainer();
    if (notes.isRefused()) {
      return notes.rejection();
    }
    var annotations = annotations();
    Deprecations.warnOverwritten(pod, annotations, notes);
    var patch =
        new PodPatch(pod)
            .probes(probes)
            .metadata(annotations, mesh)
            .volumes(Volumes.of(injection.injector(), options));
    var whole =
        injection.nativeSidecars()
            ? patch.nativeSidecar(sidecar, init)
            : patch.ordinarySidecar(sidecar, init, options.initFirst());
    notes.step(Stage.RESULT, Verdict.PASS, "inject", sentence(init));
    return new Decision.Inject(whole.build(), mesh, notes.warnings(), notes.trace());
  }

  private Optional<ObjectNode> initContainer() {
    var factory = new InitContainer(injection, options);
    if (!injection.injector().cniEnabled()) {
      return Optional.of(patched(ContainerKind.INIT, factory.init(redirection.initArguments())));
    }
    return redirection.inbound()
        ? Optional.of(
            patched(ContainerKind.VALIDATION, factory.validation(redirection.ipFamilyMode())))
        : Optional.empty();
  }

  private ObjectNode patched(ContainerKind kind, ObjectNode container) {
    return switch (ContainerPatches.apply(kind, container, patches)) {
      case PatchResult.Patched(ObjectNode result, List<String> warnings) -> {
        warnings.forEach(warning -> notes.warn(Stage.PATCHES, "patch_warning", warning));
        yield result;
      }
      case PatchResult.Failed(var violations) -> {
        violations.forEach(
            violation -> notes.refuse(Stage.PATCHES, RejectReason.PATCH_FAILED, violation));
        yield container;
      }
    };
  }

  private Map<String, String> annotations() {
    var annotations = new LinkedHashMap<String, String>();
    if (pod.containers().size() == 1
        && !pod.annotations().containsKey(Annotations.DEFAULT_CONTAINER)) {
      annotations.put(Annotations.DEFAULT_CONTAINER, pod.containers().getFirst().name());
    }
    annotations.put(Annotations.SIDECAR_INJECTED, "true");
    if (injection.provenance().isKnown()) {
      annotations.put(Annotations.INJECTION, injection.provenance().with(patches).text());
    }
    if (injection.injector().cniEnabled()) {
      annotations.put(Annotations.MULTUS_NETWORKS, MultusNetworks.with(pod));
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

  private String sentence(Optional<ObjectNode> init) {
    var kind = injection.nativeSidecars() ? "a native sidecar" : "an ordinary sidecar";
    return init.map(container -> container.path("name").asText() + " and " + kind)
        .orElse(kind)
        .transform(what -> "the Pod gets " + what);
  }
}
