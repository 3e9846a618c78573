package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Annotations;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a Pod is injected, skipped or rejected, and renders the patch. Used by the
 * webhook, the command line and the API. Thread-safe.
 */
public final class SidecarInjector {
  private static final String DEFAULT_NAMESPACE = "default";

  private final InjectionContext injection;
  private final RenderPlanCache plans;
  private final RedirectConfigs redirectConfigs = new RedirectConfigs();

  /** Uses these settings. */
  public SidecarInjector(InjectionContext injection) {
    this.injection = injection;
    this.plans = new RenderPlanCache(injection);
  }

  /**
   * Returns the decision for one Pod.
   *
   * @param pod the Pod, or the template of a workload
   * @param namespace the namespace of the request, which overrides the Pod's own; if empty, the
   *     Pod's {@code metadata.namespace} is used, else {@code default}
   * @param cluster the cluster state that the decision reads
   */
  public Decision decide(AdmittedPod pod, String namespace, Surroundings cluster) {
    var notes = new DecisionNotes();
    try {
      var effective = namespaceOf(pod, namespace);
      return new Eligibility(pod, effective, injection.settings(), notes)
          .evaluate(cluster)
          .orElseGet(() -> inject(pod, effective, cluster, notes));
    } catch (Surroundings.LookupFailed e) {
      notes.reject(Stage.RESULT, RejectReason.LOOKUP_FAILED, "", String.valueOf(e.getMessage()));
      return notes.rejection();
    }
  }

  /** Names of the ContainerPatches from the Pod's annotation, else of the default list. */
  public List<String> patchesOf(AdmittedPod pod) {
    return Annotations.CONTAINER_PATCHES
        .validIn(pod.annotations())
        .orElse(injection.injector().containerPatches());
  }

  /** The provenance that injection would write on the Pod now. */
  public Provenance provenance(AdmittedPod pod, Surroundings cluster) {
    var patches =
        patchesOf(pod).stream().flatMap(name -> cluster.containerPatch(name).stream()).toList();
    return injection.provenance().with(patches);
  }

  private static String namespaceOf(AdmittedPod pod, String namespace) {
    if (!namespace.isEmpty()) {
      return namespace;
    }
    return pod.namespace().isEmpty() ? DEFAULT_NAMESPACE : pod.namespace();
  }

  /** Runs all checks before it rejects, so that the user sees all violations at once. */
  private Decision inject(
      AdmittedPod pod, String namespace, Surroundings cluster, DecisionNotes notes) {
    Deprecations.warn(pod, notes);
    var view = cluster.namespace(namespace).orElse(NamespaceView.BARE);
    var mesh = new MeshOfPod(pod, namespace, notes).resolve(view, cluster);
    UidCheck.check(pod, injection.injector().sidecarContainer().uid(), notes);
    var plan = plans.of(pod.annotations(), PodTraits.of(pod), mesh.orElse(""), notes);
    var options = plan.options();
    NameCheck.check(pod, injection, options, notes);
    var token = TokenVolume.mount(pod, options.sidecar(), notes);
    var patches = new PatchSelection(pod, namespace, notes).of(options.patches(), cluster);
    var redirection = redirection(plan, cluster, notes);
    if (!injection.injector().cniEnabled()) {
      PodSecurity.warn(view, notes);
    }
    var probes =
        new ProbeRewriting(options.probes(), notes).rewrite(pod, injection.nativeSidecars());
    if (mesh.isEmpty() || redirection.isEmpty() || notes.isRejected()) {
      return notes.rejection();
    }
    return new PodRendering(injection, pod, plan, redirection.get(), patches, notes)
        .render(token, probes);
  }

  private Optional<Redirection> redirection(
      RenderPlan plan, Surroundings cluster, DecisionNotes notes) {
    var configMap = injection.injector().transparentProxyConfigMap();
    var redirection =
        configMap.isEmpty()
            ? Optional.of(plan.redirection(Optional.empty()))
            : redirectConfigs
                .find(configMap, cluster, notes)
                .map(config -> plan.redirection(Optional.of(config)));
    redirection.ifPresent(
        found -> notes.step(Stage.REDIRECTION, Verdict.PASS, "redirection", found.sentence()));
    return redirection;
  }
}
