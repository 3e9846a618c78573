package io.higuma.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.settings.Resources;

/** The {@code resources} of injected containers. */
final class ContainerResources {
  private static final String EPHEMERAL_STORAGE = "ephemeral-storage";
  private static final String LIMITS = "limits";

  private ContainerResources() {}

  /**
   * As the settings say; a CPU limit of zero means none. Where the Pod has resources of its own,
   * the containers share those: what they need together must fit into them, which only the author
   * of the Pod can provide for.
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

  /** The same with the sidecar's room on disk, which no setting changes. */
  static ObjectNode ofSidecar(Resources resources, PodTraits traits) {
    var node = of(resources, traits);
    if (!traits.ownResources()) {
      node.withObject("/requests").put(EPHEMERAL_STORAGE, "50M");
      node.withObject("/" + LIMITS).put(EPHEMERAL_STORAGE, "1G");
    }
    return node;
  }

  /** The same with the memory that eBPF programs need. */
  static ObjectNode ofEbpf(Resources resources, PodTraits traits) {
    var node = of(resources, traits);
    if (!traits.ownResources()) {
      node.withObject("/" + LIMITS).put("memory", "80M");
    }
    return node;
  }
}
