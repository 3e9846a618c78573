package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/** Matches the elements of a list with the elements of its new data. */
final class ElementMatching {
  private final JsonNode before;
  private final JsonNode after;
  private final int[] old;
  private final BitSet used = new BitSet();

  private ElementMatching(JsonNode before, JsonNode after) {
    this.before = before;
    this.after = after;
    this.old = new int[after.size()];
    Arrays.fill(old, -1);
  }

  /** Matches equal elements, then those of the same name, then by index if the sizes are equal. */
  static ElementMatching of(JsonNode before, JsonNode after) {
    var matching = new ElementMatching(before, after);
    matching.matchEnds();
    matching.match(element -> element);
    matching.match(element -> element.path("name"));
    matching.matchByIndex();
    return matching;
  }

  /** The old index of an element of the new list; -1 if it has none. */
  int old(int index) {
    return old[index];
  }

  /** The elements that are not moved: the longest increasing subsequence of old indexes. */
  BitSet kept() {
    int[] length = new int[old.length];
    int[] previous = new int[old.length];
    int best = -1;
    boolean ordered = true;
    int highest = -1;
    var all = new BitSet();
    for (int i = 0; i < old.length; i++) {
      if (old[i] >= 0) {
        ordered &= old[i] > highest;
        highest = Math.max(highest, old[i]);
        all.set(i);
      }
    }
    if (ordered) {
      return all;
    }
    for (int i = 0; i < old.length; i++) {
      previous[i] = -1;
      if (old[i] < 0) {
        continue;
      }
      length[i] = 1;
      for (int j = 0; j < i; j++) {
        if (old[j] >= 0 && old[j] < old[i] && length[j] >= length[i]) {
          length[i] = length[j] + 1;
          previous[i] = j;
        }
      }
      best = best < 0 || length[i] > length[best] ? i : best;
    }
    var kept = new BitSet();
    for (int i = best; i >= 0; i = previous[i]) {
      kept.set(i);
    }
    return kept;
  }

  private void pair(int index, int with) {
    old[index] = with;
    used.set(with);
  }

  private void matchEnds() {
    int start = 0;
    int shorter = Math.min(before.size(), after.size());
    while (start < shorter && before.get(start).equals(after.get(start))) {
      pair(start, start);
      start++;
    }
    for (int end = 1;
        end <= shorter - start
            && before.get(before.size() - end).equals(after.get(after.size() - end));
        end++) {
      pair(after.size() - end, before.size() - end);
    }
  }

  private void match(Function<JsonNode, JsonNode> keyOf) {
    Map<JsonNode, Queue<Integer>> free = new HashMap<>();
    for (int i = used.nextClearBit(0); i < before.size(); i = used.nextClearBit(i + 1)) {
      free.computeIfAbsent(keyOf.apply(before.get(i)), _ -> new ArrayDeque<>()).add(i);
    }
    for (int i = 0; i < old.length; i++) {
      var key = keyOf.apply(after.get(i));
      if (old[i] < 0 && !key.isMissingNode()) {
        var match = free.getOrDefault(key, new ArrayDeque<>()).poll();
        if (match != null) {
          pair(i, match);
        }
      }
    }
  }

  private void matchByIndex() {
    if (before.size() == after.size()) {
      for (int i = 0; i < old.length; i++) {
        if (old[i] < 0 && !used.get(i)) {
          pair(i, i);
        }
      }
    }
  }
}
