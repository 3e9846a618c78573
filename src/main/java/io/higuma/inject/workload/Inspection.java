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

/**
 * Determines the injection state of the Pods of a cluster: injected, outdated, skipped or missing.
 */
public final class Inspection {
  private final SidecarInjector injector;
  private final Surroundings cluster;
  private final Templates templates;
  private final Uninjection uninjection;

  /** Provides the Pod templates of controllers. */
  @FunctionalInterface
  public interface Templates {
    /** The template of a controller; empty if it has none or no longer exists. */
    Optional<JsonNode> of(String namespace, OwnerView controller);
  }

  /** Uses these settings and cluster objects. */
  public Inspection(InjectionContext injection, Surroundings cluster, Templates templates) {
    this.injector = new SidecarInjector(injection);
    this.cluster = cluster;
    this.templates = templates;
    this.uninjection = new Uninjection(injection, cluster);
  }

  /**
   * Returns the state of one Pod.
   *
   * @param stored the Pod as stored in the cluster
   * @param pod the same Pod, parsed
   */
  public PodState inspect(JsonNode stored, AdmittedPod pod) {
    try {
      return InjectedNames.hasSidecar(pod) ? injected(stored, pod) : notInjected(pod);
    } catch (PodReader.Malformed | Surroundings.LookupFailed e) {
      return new PodState.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /** Names of the ContainerPatches that its replacement gets. */
  public List<String> patchesOf(AdmittedPod pod) {
    return InjectedNames.hasSidecar(pod) ? injector.patchesOf(pod) : List.of();
  }

  private PodState notInjected(AdmittedPod pod) {
    return switch (injector.decide(pod, pod.namespace(), cluster)) {
      case Decision.Inject _ ->
          new PodState.Missing(Optional.empty(), "it was created without passing the webhook");
      case Decision.Skip skip -> new PodState.Skipped(skip.reason(), skip.message());
      case Decision.Reject reject ->
          new PodState.Missing(Optional.of(reject.reason()), reject.message());
    };
  }

  /** Renders only if the provenance differs: rendering is expensive. */
  private PodState injected(JsonNode stored, AdmittedPod pod) throws PodReader.Malformed {
    var provenance = pod.annotations().getOrDefault(Annotations.INJECTION, "");
    var now = injector.provenance(pod, cluster);
    if (now.isKnown() && now.text().equals(provenance)) {
      return new PodState.Injected();
    }
    var changes = changes(stored, pod);
    return changes.isEmpty()
        ? new PodState.Injected()
        : new PodState.Outdated(reasons(provenance, now), changes);
  }

  private List<String> changes(JsonNode stored, AdmittedPod pod) throws PodReader.Malformed {
    var original = original(stored, pod);
    return switch (injector.decide(PodReader.read(original), pod.namespace(), cluster)) {
      case Decision.Inject inject ->
          RecreationDiff.changes(
              stored, original, JsonPatch.apply(inject.patch().toJson(), original));
      case Decision.Skip skip -> List.of("- sidecar: " + skip.message());
      case Decision.Reject reject -> List.of("refused: " + reject.message());
    };
  }

  /**
   * Returns the Pod before injection. The template of its controller is exact; without one, the Pod
   * itself is uninjected, which loses details. A template may have been injected before it was
   * applied, so it is uninjected too.
   *
   * @param stored the Pod as stored in the cluster
   * @param pod the same Pod, parsed
   */
  public JsonNode original(JsonNode stored, AdmittedPod pod) {
    var from =
        pod.controller()
            .flatMap(controller -> templates.of(pod.namespace(), controller))
            .orElse(stored);
    return uninjection.original(from, pod.namespace()).orElse(from);
  }

  private static List<String> reasons(String provenance, Provenance now) {
    return Provenance.read(provenance)
        .map(previous -> previous.differences(now))
        .orElse(List.of("it has no valid provenance annotation"));
  }
}
