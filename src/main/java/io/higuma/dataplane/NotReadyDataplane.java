package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Dataplane of a terminating Pod that cannot be converted, often because its ReplicaSet or Job
 * was deleted before it: the stored one, with all inbounds and listeners NotReady.
 */
public final class NotReadyDataplane {
  private static final String STATE = "state";

  private NotReadyDataplane() {}

  /**
   * Computes the desired Dataplane from the stored one, in API JSON form. Ignored inbounds stay
   * Ignored. Empty if the stored one belongs to another Pod of the same name.
   */
  public static Optional<DataplaneResult.Dataplane> of(CachedPod pod, JsonNode stored) {
    JsonNode meta = stored.path("metadata");
    boolean own =
        meta.path("ownerReferences")
            .valueStream()
            .anyMatch(owner -> PodTrimmer.text(owner, "uid").equals(pod.id().uid()));
    if (!own || !(stored.path("spec") instanceof ObjectNode storedSpec)) {
      return Optional.empty();
    }
    ObjectNode spec = storedSpec.deepCopy();
    JsonNode networking = spec.path("networking");
    networking.path("inbound").forEach(NotReadyDataplane::markInbound);
    networking.path("listeners").forEach(NotReadyDataplane::mark);
    return Optional.of(
        new DataplaneResult.Dataplane(
            stored.path("mesh").asText(MeshName.DEFAULT),
            spec,
            new TreeMap<>(PodTrimmer.map(meta.path("labels"))),
            DataplaneLabels.managed(PodTrimmer.map(meta.path("annotations"))),
            new DataplaneResult.Owner(pod.namespace(), pod.name(), pod.id().uid()),
            List.of()));
  }

  private static void markInbound(JsonNode inbound) {
    if (inbound instanceof ObjectNode object
        && !PodTrimmer.text(object, STATE).equals(Inbound.State.IGNORED.json())) {
      object.putObject("health");
      mark(object);
    }
  }

  private static void mark(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.put(STATE, Inbound.State.NOT_READY.json());
    }
  }
}
