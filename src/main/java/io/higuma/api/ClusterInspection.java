package io.higuma.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ClusterPods;
import io.higuma.inject.AdmittedPod;
import io.higuma.inject.AdmittedPod.OwnerView;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.PodReader;
import io.higuma.inject.Surroundings;
import io.higuma.inject.workload.Inspection;
import io.higuma.inject.workload.PodState;
import io.higuma.inject.workload.WorkloadInjection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at the Pods of the cluster under the settings in force. */
public final class ClusterInspection {
  private static final List<String> ADDED =
      List.of("managedFields", "uid", "resourceVersion", "generation", "creationTimestamp");

  private final ClusterPods pods;
  private final Surroundings around;
  private final Supplier<Optional<InjectionContext>> injection;

  /**
   * Looks at this cluster.
   *
   * @param injection what is in force; empty while that is not known
   */
  public ClusterInspection(
      ClusterPods pods, Surroundings around, Supplier<Optional<InjectionContext>> injection) {
    this.pods = pods;
    this.around = around;
    this.injection = injection;
  }

  /** Something of the cluster that could not be asked for. */
  @FunctionalInterface
  private interface Asking<T> {
    T ask() throws ClusterPods.Unavailable;
  }

  /** A Pod; empty where there is none of this name. */
  Optional<JsonNode> pod(String namespace, String name) {
    return asked(() -> pods.pod(namespace, name));
  }

  /** The template of a workload; empty where it is not there or has none. */
  Optional<JsonNode> template(Question.Live live) {
    return asked(
        () -> pods.template(live.namespace(), live.apiVersion(), live.kind(), live.name()));
  }

  /** All Pods of a namespace; of all where it is empty. */
  void forEachPod(String namespace, Consumer<JsonNode> consumer) {
    asked(
        () -> {
          pods.forEach(namespace, consumer);
          return true;
        });
  }

  private static <T> T asked(Asking<T> asking) {
    try {
      return asking.ask();
    } catch (ClusterPods.Unavailable e) {
      throw new ProblemException(Problem.Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  /** What would be injected now. */
  WorkloadInjection injection() {
    return new WorkloadInjection(inForce(), around);
  }

  /** The cluster around Pods. */
  Surroundings around() {
    return around;
  }

  private InjectionContext inForce() {
    return injection
        .get()
        .orElseThrow(() -> new ProblemException(Problem.Kind.UNAVAILABLE, "still starting"));
  }

  /** An inspection of many Pods, which asks for each template once. */
  Inspection inspection() {
    return new Inspection(inForce(), around, templates());
  }

  private Inspection.Templates templates() {
    Map<String, Optional<JsonNode>> known = new HashMap<>();
    return (namespace, owner) ->
        known.computeIfAbsent(
            namespace + "/" + owner.kind() + "/" + owner.name(), _ -> template(namespace, owner));
  }

  private Optional<JsonNode> template(String namespace, OwnerView owner) {
    try {
      return pods.template(namespace, owner.apiVersion(), owner.kind(), owner.name());
    } catch (ClusterPods.Unavailable e) {
      throw new Surroundings.LookupFailed(String.valueOf(e.getMessage()));
    }
  }

  /** How a Pod stands; empty where it is not known what Pods of the cluster are made from. */
  Optional<PodState> state(JsonNode stored) {
    if (!inForce().provenance().isKnown()) {
      return Optional.empty();
    }
    try {
      return Optional.of(inspection().inspect(stored, PodReader.read(stored)));
    } catch (PodReader.Malformed e) {
      return Optional.of(new PodState.Unknown(String.valueOf(e.getMessage())));
    }
  }

  /** What a Pod would be created from, as a Pod of its name. */
  JsonNode original(JsonNode stored) throws PodReader.Malformed {
    AdmittedPod pod = PodReader.read(stored);
    return named(inspection().original(stored, pod), stored);
  }

  /**
   * What a Pod would be created from, as a Pod. A template has no name, but what is said of its Pod
   * should; what the API server adds to a stored Pod is left out.
   */
  static JsonNode named(JsonNode original, JsonNode stored) {
    ObjectNode named = original.deepCopy();
    named.put("apiVersion", "v1").put("kind", "Pod");
    named.remove("status");
    named.withObject("/metadata").remove(ADDED);
    for (var member : new String[] {"name", "namespace", "ownerReferences"}) {
      var value = stored.path("metadata").path(member);
      if (!value.isMissingNode()) {
        named.withObject("/metadata").set(member, value);
      }
    }
    return named;
  }
}
