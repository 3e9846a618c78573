package io.higuma.inject.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.inject.Injection;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.Annotations;
import io.higuma.patch.ContainerKind;
import java.util.Optional;
import java.util.Set;

/** Removes from Pods what injection added. */
public final class Uninjection {
  private static final String SIDECAR = ContainerKind.SIDECAR.containerName();

  private final Injection injection;
  private final Surroundings around;

  /** Removes what injection under these settings and in this cluster adds. */
  public Uninjection(Injection injection, Surroundings around) {
    this.injection = injection;
    this.around = around;
  }

  /**
   * A Pod without what injection added.
   *
   * @param pod the Pod
   * @param complete whether the user's annotations could be told from injection's; where not, they
   *     are all still there
   */
  public record Restored(JsonNode pod, boolean complete) {}

  /**
   * The Pod as it was before injection; empty where it is not injected.
   *
   * @param namespace the namespace in which it is created
   */
  public Optional<Restored> restore(JsonNode injected, String namespace) {
    if (!has(injected.at("/spec/containers"), SIDECAR)
        && !has(injected.at("/spec/initContainers"), SIDECAR)) {
      return Optional.empty();
    }
    ObjectNode pod = injected.deepCopy();
    var spec = (ObjectNode) pod.path("spec");
    var probes = probes(pod);
    remove(spec, "containers", Footprint.CONTAINERS);
    remove(spec, "initContainers", Footprint.CONTAINERS);
    remove(spec, "volumes", Footprint.VOLUMES);
    probes.ifPresent(
        restoring -> {
          containers(spec, "containers", restoring);
          containers(spec, "initContainers", restoring);
        });
    var forgiving = new Forgiving(around, namespace);
    return Optional.of(new Restored(pod, new OwnMetadata(injection, forgiving).keepIn(pod)));
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

  private static void remove(ObjectNode spec, String list, Set<String> names) {
    if (spec.get(list) instanceof ArrayNode array) {
      var elements = array.elements();
      while (elements.hasNext()) {
        if (names.contains(elements.next().path("name").asText())) {
          elements.remove();
        }
      }
      if (array.isEmpty()) {
        spec.remove(list);
      }
    }
  }
}
