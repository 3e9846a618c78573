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
 * Renders the patch of a Pod that passed all checks.
 *
 * @param injection the configuration
 * @param pod the Pod
 * @param plan the parts it shares with other Pods
 * @param redirection how its traffic is redirected
 * @param patches its ContainerPatches, in order
 * @param notes collects violations of ContainerPatches that cannot be applied
 */
record PodRendering(
    InjectionContext injection,
    AdmittedPod pod,
    RenderPlan plan,
    Redirection redirection,
    List<NamedPatch> patches,
    DecisionNotes notes) {

  Decision render(Optional<JsonNode> token, List<Operation> probes) {
    var additions = plan.additions(redirection, patches);
    var containers =
        Stream.concat(Stream.of(additions.sidecar(token)), additions.init().stream()).toList();
    var sidecar = containers.getFirst().addTo(notes);
    var init = containers.stream().skip(1).map(container -> container.addTo(notes)).findFirst();
    if (notes.isRejected()) {
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
    var complete =
        injection.nativeSidecars()
            ? patch.nativeSidecar(sidecar, init)
            : patch.ordinarySidecar(sidecar, init, plan.options().initFirst());
    notes.step(Stage.RESULT, Verdict.PASS, "inject", sentence(additions));
    return new Decision.Inject(complete.build(), plan.mesh(), notes.warnings(), notes.trace());
  }

  private void warn(PodAdditions additions, List<PatchedContainer> containers) {
    additions.ports().warn(pod, notes);
    var fit = new PodFit(pod, notes);
    containers.stream()
        .flatMap(container -> container.patched().stream())
        .forEach(container -> fit.patched(container, additions.volumeNames()));
  }

  /** Annotations that depend on this Pod and are not in the plan. */
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
        .transform(added -> "the Pod gets " + added);
  }
}
