package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Something that comes into a mapping or a list. */
sealed interface Fragment {
  /** A key with its value. */
  record Entry(String key, JsonNode value) implements Fragment {}

  /** An element. */
  record Item(JsonNode value) implements Fragment {}

  /** An element that comes from another place of the same list. */
  record Moved(Span span) implements Fragment {}

  /** The place of an entry or an element, with its dash in a block. */
  record Span(int start, int end) {}

  /**
   * What changes in a mapping or a list.
   *
   * @param spans what is there
   * @param inserted what comes, each list before the member of its index
   * @param deleted which members go
   */
  record Change(List<Span> spans, SortedMap<Integer, List<Fragment>> inserted, BitSet deleted) {
    boolean isNothing() {
      return inserted.isEmpty() && deleted.isEmpty();
    }

    /** The first member from an index on that stays. */
    Optional<Span> kept(int from) {
      int next = deleted.nextClearBit(from);
      return next < spans.size() ? Optional.of(spans.get(next)) : Optional.empty();
    }
  }
}
