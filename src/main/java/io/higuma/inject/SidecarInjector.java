package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import java.util.List;
import java.util.Optional;

/**
 * Decides what becomes of a Pod. The webhook, the command line, the explanations and the tests all
 * ask here. Safe for use by several threads.
 */
public final class SidecarInjector {
  private static final String DEFAULT_NAMESPACE = "default";

  private final InjectionContext injection;
  private final RenderPlanCache blueprints;
  private final RedirectConfigs redirectConfigs = new RedirectConfigs();

  /** Decides under these settings. */
  public SidecarInjector(InjectionContext injection) {
    this.injection = injection;
    this.blueprints = new RenderPlanCache(injection);
  }

  /**
   * The decision about one Pod.
   *
   * @param pod the Pod, or the template of a workload
   * @param namespace the namespace in which it is created, whatever the Pod itself says; where it
   *     is empty the Pod's own word counts, else {@code default}
   * @param around the cluster around it
   */
  public Decision decide(AdmittedPod pod, String namespace, Surroundings around) {
    var notes = new DecisionNotes();
    try {
      var where = namespaceOf(pod, namespace);
      return new Eligibility(pod, where, injection.settings(), notes)
          .ends(around)
          .orElseGet(() -> inject(pod, where, around, notes));
    } catch (Surroundings.LookupFailed e) {
      notes.refuse(Stage.RESULT, RejectReason.LOOKUP_FAILED, "", String.valueOf(e.getMessage()));
      return notes.rejection();
    }
  }

  /** The names of the patches that a Pod asks for or, where it says nothing, gets by default. */
  public List<String> patchesOf(AdmittedPod pod) {
    return Annotations.CONTAINER_PATCHES
        .goodIn(pod.annotations())
        .orElse(injection.injector().containerPatches());
  }

  /** What an injected Pod would be marked with if it were created now. */
  public Provenance provenance(AdmittedPod pod, Surroundings around) {
    var patches =
        patchesOf(pod).stream().flatMap(name -> around.containerPatch(name).stream()).toList();
    return injection.provenance().with(patches);
  }

  private static String namespaceOf(AdmittedPod pod, String namespace) {
    if (!namespace.isEmpty()) {
      return namespace;
    }
    return pod.namespace().isEmpty() ? DEFAULT_NAMESPACE : pod.namespace();
  }

  /** Reads and checks everything before it gives up, so that the user learns of all at once. */
  private Decision inject(
      AdmittedPod pod, String namespace, Surroundings around, DecisionNotes notes) {
    Deprecations.warn(pod, notes);
    var view = around.namespace(namespace).orElse(NamespaceView.BARE);
    var mesh = new MeshOfPod(pod, namespace, notes).resolve(view, around);
    UidCheck.check(pod, injection.injector().sidecarContainer().uid(), notes);
    var blueprint = blueprints.of(pod.annotations(), PodTraits.of(pod), mesh.orElse(""), notes);
    var options = blueprint.options();
    NameCheck.check(pod, injection, options, notes);
    var token = TokenVolume.mount(pod, options.sidecar(), notes);
    var patches = new PatchSelection(pod, namespace, notes).of(options.patches(), around);
    var redirection = redirection(blueprint, around, notes);
    if (!injection.injector().cniEnabled()) {
      PodSecurity.warn(view, notes);
    }
    var probes =
        new ProbeRewriting(options.probes(), notes).rewrite(pod, injection.nativeSidecars());
    if (mesh.isEmpty() || redirection.isEmpty() || notes.isRefused()) {
      return notes.rejection();
    }
    return new PodRendering(injection, pod, blueprint, redirection.get(), patches, notes)
        .render(token, probes);
  }

  private Optional<Redirection> redirection(
      RenderPlan blueprint, Surroundings around, DecisionNotes notes) {
    var configMap = injection.injector().transparentProxyConfigMap();
    var redirection =
        configMap.isEmpty()
            ? Optional.of(blueprint.redirection(Optional.empty()))
            : redirectConfigs
                .find(configMap, around, notes)
                .map(config -> blueprint.redirection(Optional.of(config)));
    redirection.ifPresent(
        how -> notes.step(Stage.REDIRECTION, Verdict.PASS, "redirection", how.sentence()));
    return redirection;
  }
}
