package io.higuma.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.settings.Resources;

/** The {@code resources} of injected containers. */
final class ContainerResources {
  private static final String EPHEMERAL_STORAGE = "ephemeral-storage";
  private static final String LIMITS = "limits";

  private ContainerResources() {}

  /**
   * Resources from the settings; a CPU limit of zero means none. Empty if the Pod has Pod-level
   * resources: all containers share those, and the author of the Pod must size them for the sidecar
   * too.
   */
  static ObjectNode of(Resources resources, PodTraits traits) {
    var node = JsonNodes.object();
    if (traits.ownResources()) {
      return node;
    }
    node.putObject("requests")
        .put("cpu", resources.requests().cpu().toString())
        .put("memory", resources.requests().memory().toString());
    var limits = node.putObject(LIMITS);
    if (!resources.limits().cpu().isZero()) {
      limits.put("cpu", resources.limits().cpu().toString());
    }
    limits.put("memory", resources.limits().memory().toString());
    return node;
  }

  /** Adds the sidecar's ephemeral storage, which is not configurable. */
  static ObjectNode ofSidecar(Resources resources, PodTraits traits) {
    var node = of(resources, traits);
    if (!traits.ownResources()) {
      node.withObject("/requests").put(EPHEMERAL_STORAGE, "50M");
      node.withObject("/" + LIMITS).put(EPHEMERAL_STORAGE, "1G");
    }
    return node;
  }

  /** Sets the memory limit that eBPF programs need. */
  static ObjectNode ofEbpf(Resources resources, PodTraits traits) {
    var node = of(resources, traits);
    if (!traits.ownResources()) {
      node.withObject("/" + LIMITS).put("memory", "80M");
    }
    return node;
  }
}
