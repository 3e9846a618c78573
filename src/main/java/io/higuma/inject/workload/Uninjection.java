package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.Annotations;
import io.higuma.patch.ContainerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reverts injection: removes from Pods what injection added. */
public final class Uninjection {
  private static final String SIDECAR = ContainerKind.SIDECAR.containerName();

  private final InjectionContext injection;
  private final Surroundings cluster;

  /** Reverts injection with these settings and cluster objects. */
  public Uninjection(InjectionContext injection, Surroundings cluster) {
    this.injection = injection;
    this.cluster = cluster;
  }

  /** The result of an uninjection. */
  public sealed interface Result {
    /**
     * The Pod was restored.
     *
     * @param pod the Pod
     * @param complete whether the user's annotations could be identified; if not, all annotations
     *     are kept
     * @param warnings parts that have the name of an injected part and stay
     */
    record Restored(JsonNode pod, boolean complete, List<String> warnings) implements Result {
      /** Copies the list. */
      public Restored {
        warnings = List.copyOf(warnings);
      }
    }

    /** The Pod is not injected. */
    record NotInjected(String message) implements Result {}

    /** No valid Pod would be left. */
    record Impossible(String message) implements Result {}
  }

  /**
   * Returns the Pod as it was before injection. Also removes the rest of a partly removed
   * injection.
   *
   * @param namespace its namespace
   */
  public Result restore(JsonNode injected, String namespace) {
    if (!injected.path("metadata").path("annotations").has(Annotations.SIDECAR_INJECTED)) {
      boolean sidecar =
          has(injected.at("/spec/containers"), SIDECAR)
              || has(injected.at("/spec/initContainers"), SIDECAR);
      return new Result.NotInjected(
          sidecar
              ? "it has no annotation "
                  + Annotations.SIDECAR_INJECTED
                  + ", so its container kuma-sidecar stays"
              : "it has no container kuma-sidecar");
    }
    ObjectNode pod = injected.deepCopy();
    if (!(pod.get("spec") instanceof ObjectNode spec)) {
      return new Result.NotInjected("its spec is not an object");
    }
    var warnings = new ArrayList<String>();
    var probes = probes(pod);
    InjectedParts.removeFrom(spec, warnings);
    if (!spec.has("containers") && injected.path("spec").has("containers")) {
      return new Result.Impossible("it has no container besides those of the mesh");
    }
    probes.ifPresent(
        restored -> {
          containers(spec, "containers", restored);
          containers(spec, "initContainers", restored);
        });
    var own = new OwnMetadata(injection, new PermissiveSurroundings(cluster, namespace), warnings);
    return new Result.Restored(pod, own.keepUserMetadata(pod), warnings);
  }

  /** Returns the Pod as it was before injection; empty if there is nothing to restore. */
  public Optional<JsonNode> original(JsonNode injected, String namespace) {
    return switch (restore(injected, namespace)) {
      case Result.Restored restored -> Optional.of(restored.pod());
      case Result.NotInjected _, Result.Impossible _ -> Optional.empty();
    };
  }

  private static Optional<RestoredProbes> probes(JsonNode pod) {
    var annotations = pod.at("/metadata/annotations");
    int proxy = annotations.path(Annotations.PROBE_PROXY_PORT.name()).asInt();
    if (proxy != 0) {
      return Optional.of(new RestoredProbes(proxy, false));
    }
    int virtual = annotations.path(Annotations.VIRTUAL_PROBES_PORT.name()).asInt();
    return virtual != 0
            && annotations.path(Annotations.VIRTUAL_PROBES.name()).asText().equals("enabled")
        ? Optional.of(new RestoredProbes(virtual, true))
        : Optional.empty();
  }

  private static void containers(ObjectNode spec, String list, RestoredProbes probes) {
    for (JsonNode container : spec.path(list)) {
      if (container instanceof ObjectNode object) {
        probes.in(object);
      }
    }
  }

  private static boolean has(JsonNode list, String name) {
    for (JsonNode element : list) {
      if (element.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
