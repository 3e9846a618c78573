package io.higuma.dataplane;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The labels of the Pod's Node that are copied. */
final class NodeLabels {
  private NodeLabels() {}

  /** None for a Pod that is not bound yet; an unknown Node is a failure. */
  static NavigableMap<String, String> of(
      ConversionState draft, DataplaneSettings settings, RelatedObjects neighbours) {
    NavigableMap<String, String> copied = new TreeMap<>();
    String node = draft.pod().nodeName();
    if (node.isEmpty() || settings.nodeLabelsToCopy().isEmpty()) {
      return copied;
    }
    Optional<Map<String, String>> labels = neighbours.nodeLabels(node);
    if (labels.isEmpty()) {
      draft.fail(
          ConversionProblem.Code.NODE_NOT_FOUND,
          "spec.nodeName",
          "Node '" + node + "' is not known");
      return copied;
    }
    for (String key : settings.nodeLabelsToCopy()) {
      String value = labels.get().get(key);
      if (value != null) {
        copied.put(key, value);
      }
    }
    return copied;
  }
}
