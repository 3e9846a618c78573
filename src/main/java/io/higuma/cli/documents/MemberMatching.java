package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.TextNode.Mapping;
import java.util.HashMap;
import java.util.Map;

/** Matches the entries of a mapping with the members of its new data. */
record MemberMatching(Map<String, Integer> last, Map<String, String> renamed) {
  /**
   * Matches the entries of a mapping.
   *
   * @param before its data
   * @param after its new data
   */
  static MemberMatching of(Mapping mapping, JsonNode before, JsonNode after) {
    var last = new HashMap<String, Integer>();
    for (int i = 0; i < mapping.entries().size(); i++) {
      var entry = mapping.entries().get(i);
      if (!entry.merge()) {
        last.put(entry.key().text(), i);
      }
    }
    return new MemberMatching(last, renamed(before, after, last));
  }

  /** A single removed object and a single new object count as a rename. */
  private static Map<String, String> renamed(
      JsonNode before, JsonNode after, Map<String, Integer> last) {
    var removed = before.properties().stream().filter(e -> !after.has(e.getKey())).toList();
    var added = after.properties().stream().filter(e -> !before.has(e.getKey())).toList();
    return removed.size() == 1
            && added.size() == 1
            && removed.getFirst().getValue().isObject()
            && added.getFirst().getValue().isObject()
            && last.containsKey(removed.getFirst().getKey())
        ? Map.of(removed.getFirst().getKey(), added.getFirst().getKey())
        : Map.of();
  }

  /** Whether this entry is the effective one: the last of equal keys. */
  boolean isEffective(int index, String key) {
    return last.getOrDefault(key, -1) == index;
  }

  /** The name of the key in the new data. */
  String nameOf(String key) {
    return renamed.getOrDefault(key, key);
  }
}
