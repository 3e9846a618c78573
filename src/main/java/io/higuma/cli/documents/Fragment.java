package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A member to insert into a mapping or a list. */
sealed interface Fragment {
  /** A key with its value. */
  record Entry(String key, JsonNode value) implements Fragment {}

  /** An element. */
  record Item(JsonNode value) implements Fragment {}

  /** An element that is moved within the same list. */
  record Moved(Span span) implements Fragment {}

  /** The range of an entry or an element, with its dash in a block. */
  record Span(int start, int end) {}

  /**
   * A change of a mapping or a list.
   *
   * @param spans the present members
   * @param inserted new members, each list before the member at its index
   * @param deleted indexes of deleted members
   */
  record Change(List<Span> spans, SortedMap<Integer, List<Fragment>> inserted, BitSet deleted) {
    boolean isEmpty() {
      return inserted.isEmpty() && deleted.isEmpty();
    }

    /** The first member from an index on that is not deleted. */
    Optional<Span> kept(int from) {
      int next = deleted.nextClearBit(from);
      return next < spans.size() ? Optional.of(spans.get(next)) : Optional.empty();
    }
  }
}
