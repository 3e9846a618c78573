package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.documents.TextNode.Mapping;
import java.util.HashMap;
import java.util.Map;

/** Which entry of a mapping carries on as which member of its new data. */
record MemberMatching(Map<String, Integer> last, Map<String, String> renamed) {
  /**
   * The entries of a mapping.
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

  /**
   * A new member takes the place of one that goes, if each is the only one and both are objects.
   */
  private static Map<String, String> renamed(
      JsonNode before, JsonNode after, Map<String, Integer> last) {
    var gone = before.properties().stream().filter(e -> !after.has(e.getKey())).toList();
    var come = after.properties().stream().filter(e -> !before.has(e.getKey())).toList();
    return gone.size() == 1
            && come.size() == 1
            && gone.getFirst().getValue().isObject()
            && come.getFirst().getValue().isObject()
            && last.containsKey(gone.getFirst().getKey())
        ? Map.of(gone.getFirst().getKey(), come.getFirst().getKey())
        : Map.of();
  }

  /** Whether this entry says what the key is: a later one of the same key wins. */
  boolean counts(int index, String key) {
    return last.getOrDefault(key, -1) == index;
  }

  /** What the key is called in the new data. */
  String nameOf(String key) {
    return renamed.getOrDefault(key, key);
  }
}
