package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.inject.AdmittedPod;
import io.higuma.inject.AdmittedPod.OwnerView;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.Provenance;
import io.higuma.inject.SidecarInjector;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.Annotations;
import java.util.List;
import java.util.Optional;

/** Looks at Pods of the cluster: what injection did with them and would do now. */
public final class Inspection {
  private final SidecarInjector injector;
  private final Surroundings around;
  private final Templates templates;
  private final Uninjection uninjection;

  /** Knows what Pods are created from. */
  @FunctionalInterface
  public interface Templates {
    /** The template of a controller; empty where it has none or is gone. */
    Optional<JsonNode> of(String namespace, OwnerView controller);
  }

  /** Looks at Pods under these settings and in this cluster. */
  public Inspection(InjectionContext injection, Surroundings around, Templates templates) {
    this.injector = new SidecarInjector(injection);
    this.around = around;
    this.templates = templates;
    this.uninjection = new Uninjection(injection, around);
  }

  /**
   * The state of one Pod.
   *
   * @param stored the Pod as the cluster has it
   * @param pod the same, read
   */
  public PodState inspect(JsonNode stored, AdmittedPod pod) {
    try {
      return InjectedNames.isIn(pod) ? injected(stored, pod) : without(pod);
    } catch (PodReader.Malformed | Surroundings.LookupFailed e) {
      return new PodState.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /** The names of the patches that its next incarnation gets. */
  public List<String> patchesOf(AdmittedPod pod) {
    return InjectedNames.isIn(pod) ? injector.patchesOf(pod) : List.of();
  }

  private PodState without(AdmittedPod pod) {
    return switch (injector.decide(pod, pod.namespace(), around)) {
      case Decision.Inject _ ->
          new PodState.Missing(Optional.empty(), "it was created without passing the webhook");
      case Decision.Skip skip -> new PodState.Skipped(skip.reason(), skip.message());
      case Decision.Reject reject ->
          new PodState.Missing(Optional.of(reject.reason()), reject.message());
    };
  }

  /** Rendering is the dear part, so it is done only where the mark differs. */
  private PodState injected(JsonNode stored, AdmittedPod pod) throws PodReader.Malformed {
    var mark = pod.annotations().getOrDefault(Annotations.INJECTION, "");
    var now = injector.provenance(pod, around);
    if (now.isKnown() && now.text().equals(mark)) {
      return new PodState.Injected();
    }
    var changes = changes(stored, pod);
    return changes.isEmpty()
        ? new PodState.Injected()
        : new PodState.Outdated(reasons(mark, now), changes);
  }

  private List<String> changes(JsonNode stored, AdmittedPod pod) throws PodReader.Malformed {
    var original = original(stored, pod);
    return switch (injector.decide(PodReader.read(original), pod.namespace(), around)) {
      case Decision.Inject inject ->
          RecreationDiff.changes(
              stored, original, JsonPatch.apply(inject.patch().toJson(), original));
      case Decision.Skip skip -> List.of("- sidecar: " + skip.message());
      case Decision.Reject reject -> List.of("refused: " + reject.message());
    };
  }

  /**
   * What the Pod would be created from. Its controller's template says exactly what the user wrote;
   * what can be told from the Pod itself is the second best. A template may have been injected
   * before it was applied.
   *
   * @param stored the Pod as the cluster has it
   * @param pod the same, read
   */
  public JsonNode original(JsonNode stored, AdmittedPod pod) {
    var from =
        pod.controller()
            .flatMap(controller -> templates.of(pod.namespace(), controller))
            .orElse(stored);
    return uninjection.original(from, pod.namespace()).orElse(from);
  }

  private static List<String> reasons(String mark, Provenance now) {
    return Provenance.read(mark)
        .map(then -> then.differences(now))
        .orElse(List.of("it does not say what it was made from"));
  }
}
