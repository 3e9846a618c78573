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

/** Removes from Pods what injection added. */
public final class Uninjection {
  private static final String SIDECAR = ContainerKind.SIDECAR.containerName();

  private final InjectionContext injection;
  private final Surroundings around;

  /** Removes what injection under these settings and in this cluster adds. */
  public Uninjection(InjectionContext injection, Surroundings around) {
    this.injection = injection;
    this.around = around;
  }

  /** What becomes of a Pod. */
  public sealed interface Result {
    /**
     * A Pod without what injection added.
     *
     * @param pod the Pod
     * @param complete whether the user's annotations could be told from injection's; where not,
     *     they are all still there
     * @param warnings what has the name of something that injection adds, and stays
     */
    record Restored(JsonNode pod, boolean complete, List<String> warnings) implements Result {
      /** Copies the list. */
      public Restored {
        warnings = List.copyOf(warnings);
      }
    }

    /** It is not injected. */
    record NotInjected(String message) implements Result {}

    /** What would be left is no Pod. */
    record Impossible(String message) implements Result {}
  }

  /**
   * The Pod as it was before injection. Where someone has removed some of what injection added, the
   * rest goes.
   *
   * @param namespace the namespace in which it is created
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
        restoring -> {
          containers(spec, "containers", restoring);
          containers(spec, "initContainers", restoring);
        });
    var own = new OwnMetadata(injection, new PermissiveSurroundings(around, namespace), warnings);
    return new Result.Restored(pod, own.keepIn(pod), warnings);
  }

  /** The Pod as it was before injection; empty where there is nothing to restore. */
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
