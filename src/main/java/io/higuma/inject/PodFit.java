package io.higuma.inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Warns if a patched container is valid but does not fit the Pod, so that the API server rejects
 * the Pod or the kubelet does not start it.
 *
 * @param pod the Pod
 * @param notes collects the warnings
 */
record PodFit(AdmittedPod pod, DecisionNotes notes) {
  private static final String LIMITS = "limits";
  private static final String REQUESTS = "requests";

  /**
   * Warns if a patched container needs something that the Pod does not have.
   *
   * @param container the container, after its patches
   * @param volumes names of the volumes that injection adds
   */
  void patched(JsonNode container, List<String> volumes) {
    for (var mount : container.path("volumeMounts")) {
      volume(container, "mounts the volume", mount, mount.path("mountPath"), volumes);
    }
    for (var device : container.path("volumeDevices")) {
      volume(container, "uses the volume", device, device.path("devicePath"), volumes);
    }
    resources(container);
    user(container);
  }

  private void volume(
      JsonNode container, String verb, JsonNode use, JsonNode path, List<String> volumes) {
    var name = use.path("name").asText("");
    if (!pod.volumes().contains(name) && !volumes.contains(name)) {
      warn(
          container,
          verb
              + " '"
              + name
              + "' at '"
              + path.asText("")
              + "', but the Pod has no such volume: the API server refuses it");
    }
  }

  /**
   * A container must not exceed the Pod-level resources; a limit without a request is also the
   * request.
   */
  private void resources(JsonNode container) {
    var own = pod.level().resources();
    if (own.isEmpty()) {
      return;
    }
    var resources = container.path("resources");
    var requests = JsonNodes.object();
    requests.setAll(fields(resources.path(LIMITS)));
    requests.setAll(fields(resources.path(REQUESTS)));
    within(container, "limit", resources.path(LIMITS), own.get().path(LIMITS));
    within(container, "request", requests, own.get().path(REQUESTS));
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    return object
        .propertyStream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void within(JsonNode container, String what, JsonNode amounts, JsonNode podAmounts) {
    for (var amount : amounts.properties()) {
      if (isMore(amount.getValue(), podAmounts.path(amount.getKey()))) {
        warn(
            container,
            "has the "
                + what
                + " "
                + amount.getKey()
                + "="
                + amount.getValue().asText()
                + ", more than the Pod's own, "
                + podAmounts.path(amount.getKey()).asText()
                + ": the API server refuses it");
      }
    }
  }

  private static boolean isMore(JsonNode one, JsonNode other) {
    return quantity(one)
        .flatMap(first -> quantity(other).map(second -> first.compareTo(second) > 0))
        .orElse(false);
  }

  private static Optional<Quantity> quantity(JsonNode node) {
    return node.isValueNode()
            && Quantity.parse("", node.asText()) instanceof Parsed.Good<Quantity>(var quantity)
        ? Optional.of(quantity)
        : Optional.empty();
  }

  /** The same check as in the kubelet; the user of the image is unknown here. */
  private void user(JsonNode container) {
    var context = container.path("securityContext");
    var nonRoot = context.path("runAsNonRoot").asBoolean(pod.level().runAsNonRoot());
    var user =
        context.path("runAsUser").isIntegralNumber()
            ? OptionalLong.of(context.path("runAsUser").asLong())
            : pod.level().runAsUser();
    if (nonRoot && user.orElse(-1) == 0) {
      warn(
          container,
          "runs as user 0 although "
              + (context.has("runAsNonRoot") ? "it" : "the Pod")
              + " sets runAsNonRoot: true, so the kubelet does not start it");
    }
  }

  private void warn(JsonNode container, String what) {
    notes.warn(
        Stage.PATCHES,
        "patch_warning",
        "the container "
            + container.path("name").asText("")
            + ", after its ContainerPatches, "
            + what);
  }
}
