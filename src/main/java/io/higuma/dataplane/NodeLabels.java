package io.higuma.dataplane;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Copies the configured labels of the Pod's Node. */
final class NodeLabels {
  private NodeLabels() {}

  /** Returns no labels for a Pod that is not scheduled; a missing Node is a failure. */
  static NavigableMap<String, String> of(
      ConversionState state, DataplaneSettings settings, RelatedObjects related) {
    NavigableMap<String, String> copied = new TreeMap<>();
    String node = state.pod().nodeName();
    if (node.isEmpty() || settings.nodeLabelsToCopy().isEmpty()) {
      return copied;
    }
    Optional<Map<String, String>> labels = related.nodeLabels(node);
    if (labels.isEmpty()) {
      state.fail(
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
