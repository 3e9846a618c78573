package io.higuma.gui;

import io.higuma.api.InventoryQuery;
import java.util.function.IntFunction;

/**
 * Which rows of a list are shown, with links to the others.
 *
 * @param offset how many rows are left out at the beginning
 * @param range which of how many rows are shown, as a sentence
 * @param previous link to the page before; empty if there is none
 * @param next link to the page after; empty if there is none
 */
public record Paging(int offset, String range, String previous, String next) {
  /** How many rows a page has. */
  static final String SIZE = "50";

  /**
   * The paging of a list.
   *
   * @param shown how many rows are shown
   * @param total how many rows match
   * @param what what the rows are, in the plural
   * @param link the link to the page that begins at an offset
   */
  static Paging of(
      InventoryQuery query, int shown, int total, String what, IntFunction<String> link) {
    int offset = query.offset();
    return new Paging(
        offset,
        shown == 0
            ? "No %s match; there are %d.".formatted(what, total)
            : "%d to %d of %d %s".formatted(offset + 1, offset + shown, total, what),
        offset == 0 ? "" : link.apply(Math.max(0, offset - query.size())),
        query.next(total).map(link::apply).orElse(""));
  }
}
