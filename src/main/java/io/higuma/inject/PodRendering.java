package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.patch.JsonPatch.Operation;
import io.higuma.patch.NamedPatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Renders what a Pod gets, once everything about it is known to be right.
 *
 * @param injection the settings
 * @param pod the Pod
 * @param blueprint what it gets because of its annotations
 * @param redirection how its traffic is redirected
 * @param patches its ContainerPatches
 * @param notes where ContainerPatches that cannot be applied are noted
 */
record PodRendering(
    Injection injection,
    PodView pod,
    Blueprint blueprint,
    Redirection redirection,
    List<NamedPatch> patches,
    Notes notes) {

  Decision render(Optional<JsonNode> token, List<Operation> probes) {
    var containers = blueprint.containers(redirection, patches);
    var sidecar = containers.sidecar(token).noted(notes);
    var init = containers.init().map(container -> container.noted(notes));
    if (notes.isRefused()) {
      return notes.rejection();
    }
    var annotations = annotations();
    Deprecations.warnOverwritten(pod, annotations, notes);
    var patch =
        new PodPatch(pod)
            .probes(probes)
            .metadata(annotations, blueprint.mesh())
            .volumes(containers.volumes());
    var whole =
        injection.nativeSidecars()
            ? patch.nativeSidecar(sidecar, init)
            : patch.ordinarySidecar(sidecar, init, blueprint.options().initFirst());
    notes.step(Stage.RESULT, Verdict.PASS, "inject", sentence(containers));
    return new Decision.Inject(whole.build(), blueprint.mesh(), notes.warnings(), notes.trace());
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
    var options = blueprint.options();
    var probes = options.probes();
    annotations.put(Annotations.VIRTUAL_PROBES.name(), probes.virtual() ? "enabled" : "disabled");
    annotations.put(Annotations.VIRTUAL_PROBES_PORT.name(), Integer.toString(probes.virtualPort()));
    annotations.put(Annotations.PROBE_PROXY_PORT.name(), Integer.toString(probes.proxyPort()));
    annotations.put(
        Annotations.ENVOY_ADMIN_PORT.name(), Integer.toString(options.sidecar().adminPort()));
    return annotations;
  }

  private String sentence(Containers containers) {
    var kind = injection.nativeSidecars() ? "a native sidecar" : "an ordinary sidecar";
    return containers
        .init()
        .map(init -> init.kind().containerName() + " and " + kind)
        .orElse(kind)
        .transform(what -> "the Pod gets " + what);
  }
}
