package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import io.higuma.patch.JsonPatch.Operation;
import io.higuma.patch.NamedPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    InjectionContext injection,
    AdmittedPod pod,
    RenderPlan blueprint,
    Redirection redirection,
    List<NamedPatch> patches,
    DecisionNotes notes) {

  Decision render(Optional<JsonNode> token, List<Operation> probes) {
    var additions = blueprint.additions(redirection, patches);
    var containers =
        Stream.concat(Stream.of(additions.sidecar(token)), additions.init().stream()).toList();
    var sidecar = containers.getFirst().noted(notes);
    var init = containers.stream().skip(1).map(container -> container.noted(notes)).findFirst();
    if (notes.isRefused()) {
      return notes.rejection();
    }
    warn(additions, containers);
    var annotations = ownAnnotations();
    annotations.addAll(additions.annotations());
    Deprecations.warnOverwritten(pod, annotations, notes);
    var patch =
        new PodPatch(pod)
            .probes(probes)
            .metadata(additions.label(), annotations)
            .volumes(additions.volumes());
    var whole =
        injection.nativeSidecars()
            ? patch.nativeSidecar(sidecar, init)
            : patch.ordinarySidecar(sidecar, init, blueprint.options().initFirst());
    notes.step(Stage.RESULT, Verdict.PASS, "inject", sentence(additions));
    return new Decision.Inject(whole.build(), blueprint.mesh(), notes.warnings(), notes.trace());
  }

  private void warn(PodAdditions additions, List<PatchedContainer> containers) {
    additions.ports().warn(pod, notes);
    var fit = new PodFit(pod, notes);
    containers.stream()
        .flatMap(container -> container.patched().stream())
        .forEach(container -> fit.patched(container, additions.volumeNames()));
  }

  /** Those that depend on more of the Pod than what it asks for. */
  private List<InjectedMetadata> ownAnnotations() {
    var own = new ArrayList<InjectedMetadata>();
    if (pod.containers().size() == 1
        && !pod.annotations().containsKey(Annotations.DEFAULT_CONTAINER)) {
      var only = pod.containers().getFirst().name();
      own.add(InjectedMetadata.annotation(Annotations.DEFAULT_CONTAINER, only));
    }
    if (injection.injector().cniEnabled()) {
      own.add(InjectedMetadata.annotation(Annotations.MULTUS_NETWORKS, MultusNetworks.with(pod)));
    }
    return own;
  }

  private String sentence(PodAdditions additions) {
    var kind = injection.nativeSidecars() ? "a native sidecar" : "an ordinary sidecar";
    return additions
        .init()
        .map(init -> init.kind().containerName() + " and " + kind)
        .orElse(kind)
        .transform(what -> "the Pod gets " + what);
  }
}
