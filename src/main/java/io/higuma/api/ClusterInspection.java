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
import org.jboss.logging.Logger;

/** Inspects the Pods of the cluster with the settings in force. */
public final class ClusterInspection {
  private static final Logger LOG = Logger.getLogger(ClusterInspection.class);
  private static final List<String> SERVER_FIELDS =
      List.of("managedFields", "uid", "resourceVersion", "generation", "creationTimestamp");

  private final ClusterPods pods;
  private final Surroundings surroundings;
  private final Supplier<Optional<InjectionContext>> injection;

  /**
   * Creates an inspection of this cluster.
   *
   * @param injection the injection context in force; empty until it is known
   */
  public ClusterInspection(
      ClusterPods pods, Surroundings surroundings, Supplier<Optional<InjectionContext>> injection) {
    this.pods = pods;
    this.surroundings = surroundings;
    this.injection = injection;
  }

  /** A read from the API server that can fail. */
  @FunctionalInterface
  private interface ClusterRead<T> {
    T read() throws ClusterPods.Unavailable;
  }

  /** A Pod; empty if it does not exist. */
  public Optional<JsonNode> pod(String namespace, String name) {
    return read(() -> pods.pod(namespace, name));
  }

  /** The DataplaneInsight of a Pod; empty if there is none, or if the caller may not read it. */
  public Optional<JsonNode> insight(String namespace, String name) {
    try {
      return pods.insight(namespace, name);
    } catch (ClusterPods.Unavailable e) {
      return Optional.empty();
    }
  }

  /**
   * The connections of the sidecars of a namespace, or of all namespaces if it is empty, by Pod;
   * none if they may not be read.
   */
  Map<String, ProxyView> proxies(String namespace) {
    Map<String, ProxyView> proxies = new HashMap<>();
    try {
      pods.forEachInsight(
          namespace,
          insight -> {
            var metadata = insight.path("metadata");
            var pod = podKey(metadata.path("namespace").asText(), metadata.path("name").asText());
            ProxyView.of(insight).ifPresent(proxy -> proxies.put(pod, proxy));
          });
    } catch (ClusterPods.Unavailable e) {
      LOG.debug("the connections of sidecars cannot be read", e);
    }
    return proxies;
  }

  /** The key of a Pod in {@link #proxies}. */
  public static String podKey(String namespace, String name) {
    return namespace + "/" + name;
  }

  /** The template of a workload; empty if the workload does not exist or has none. */
  Optional<JsonNode> template(WorkloadQuery.InCluster reference) {
    return read(
        () ->
            pods.template(
                reference.namespace(), reference.apiVersion(), reference.kind(), reference.name()));
  }

  /** Iterates over the Pods of a namespace, or of all namespaces if it is empty. */
  void forEachPod(String namespace, Consumer<JsonNode> consumer) {
    read(
        () -> {
          pods.forEach(namespace, consumer);
          return true;
        });
  }

  private static <T> T read(ClusterRead<T> call) {
    try {
      return call.read();
    } catch (ClusterPods.Unavailable e) {
      throw new ProblemException(Problem.Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  /** The injection with the settings in force. */
  WorkloadInjection injection() {
    return injection(surroundings);
  }

  /** The same in a cluster with other objects. */
  WorkloadInjection injection(Surroundings cluster) {
    return new WorkloadInjection(context(), cluster);
  }

  /** Lookup of the objects that injection reads. */
  Surroundings surroundings() {
    return surroundings;
  }

  /** The settings in force; unequal after each change. */
  InjectionContext context() {
    return injection
        .get()
        .orElseThrow(() -> new ProblemException(Problem.Kind.UNAVAILABLE, "still starting"));
  }

  /** An inspection of many Pods, which reads each template once. */
  Inspection inspection() {
    return new Inspection(context(), surroundings, templates());
  }

  private Inspection.Templates templates() {
    Map<String, Optional<JsonNode>> cache = new HashMap<>();
    return (namespace, owner) ->
        cache.computeIfAbsent(
            namespace + "/" + owner.kind() + "/" + owner.name(), _ -> template(namespace, owner));
  }

  private Optional<JsonNode> template(String namespace, OwnerView owner) {
    try {
      return pods.template(namespace, owner.apiVersion(), owner.kind(), owner.name());
    } catch (ClusterPods.Unavailable e) {
      throw new Surroundings.LookupFailed(String.valueOf(e.getMessage()));
    }
  }

  /** The injection state of a Pod; empty if the current provenance is not known. */
  Optional<PodState> state(JsonNode stored) {
    if (!context().provenance().isKnown()) {
      return Optional.empty();
    }
    try {
      return Optional.of(inspection().inspect(stored, PodReader.read(stored)));
    } catch (PodReader.Malformed e) {
      return Optional.of(new PodState.Unknown(String.valueOf(e.getMessage())));
    }
  }

  /** The Pod before injection, with its stored name. */
  JsonNode original(JsonNode stored) throws PodReader.Malformed {
    AdmittedPod pod = PodReader.read(stored);
    return withStoredIdentity(inspection().original(stored, pod), stored);
  }

  /**
   * Converts the Pod before injection, which may be a template, to a Pod with the stored name and
   * owner references, without the fields that the API server adds.
   */
  static JsonNode withStoredIdentity(JsonNode original, JsonNode stored) {
    ObjectNode pod = original.deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.remove("status");
    pod.withObject("/metadata").remove(SERVER_FIELDS);
    for (var member : new String[] {"name", "namespace", "ownerReferences"}) {
      var value = stored.path("metadata").path(member);
      if (!value.isMissingNode()) {
        pod.withObject("/metadata").set(member, value);
      }
    }
    return pod;
  }
}
