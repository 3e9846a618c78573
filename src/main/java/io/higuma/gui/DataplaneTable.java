package io.higuma.gui;

import java.util.List;

/**
 * One page of the Dataplanes that match a filter.
 *
 * @param namespace the filter: a namespace; empty for all
 * @param name the filter: a part of the name; empty for all
 * @param namespaces the namespaces to choose from
 * @param rows the Dataplanes
 * @param range which of how many are shown, as a sentence
 * @param online how many of those that match have a connected sidecar
 * @param previous link to the page before; empty if there is none
 * @param next link to the page after; empty if there is none
 */
public record DataplaneTable(
    String namespace,
    String name,
    List<WorkloadTable.Choice> namespaces,
    List<Row> rows,
    String range,
    int online,
    String previous,
    String next) {
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
