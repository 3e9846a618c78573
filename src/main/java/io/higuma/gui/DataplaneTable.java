package io.higuma.gui;

import java.util.List;

/**
 * One page of the Dataplanes that match a filter.
 *
 * @param name the filter: a part of the name; empty for all
 * @param namespaces the namespaces to choose from
 * @param rows the Dataplanes
 * @param online how many of those that match have a connected sidecar
 * @param paging which of them are shown
 */
public record DataplaneTable(
    String name, List<Choice> namespaces, List<Row> rows, int online, Paging paging) {
  /** Copies the lists. */
  public DataplaneTable {
    namespaces = List.copyOf(namespaces);
    rows = List.copyOf(rows);
  }

  /** A Dataplane, the number of its inbounds, and how many of them are ready. */
  public record Row(
      String id,
      String namespace,
      String name,
      String href,
      String mesh,
      int inbounds,
      int ready,
      boolean online,
      String connection) {}
}
