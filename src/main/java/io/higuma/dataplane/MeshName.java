package io.higuma.dataplane;

import io.higuma.kuma.Labels;
import java.util.Map;
import java.util.Optional;

/**
 * Determines the Mesh of a Pod: the first name in order of precedence; an empty one counts as
 * absent.
 */
public final class MeshName {
  /** The Mesh of Pods that name none. */
  public static final String DEFAULT = "default";

  private MeshName() {}

  /** The Mesh set on a Namespace: its label, else its annotation. */
  public static Optional<String> ofNamespace(
      Map<String, String> labels, Map<String, String> annotations) {
    String label = labels.getOrDefault(Labels.MESH, "");
    String name = label.isEmpty() ? annotations.getOrDefault(Labels.MESH, "") : label;
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** The Pod's label, else its annotation, else its Namespace's Mesh, else {@link #DEFAULT}. */
  public static String of(CachedPod pod, RelatedObjects related) {
    return ofNamespace(pod.labels(), pod.annotations())
        .or(() -> related.meshOfNamespace(pod.namespace()))
        .orElse(DEFAULT);
  }
}
