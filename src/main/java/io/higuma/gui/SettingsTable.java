package io.higuma.gui;

import java.util.List;

/**
 * The settings that match a search.
 *
 * @param q the search: a part of the path or of the description
 * @param changed only settings that differ from their defaults
 * @param rows the settings, in the order of the reference
 * @param total how many settings there are
 * @param historyHref link to the history of changes
 */
public record SettingsTable(
    String q, boolean changed, List<Row> rows, int total, String historyHref) {
  /** Copies the list. */
  public SettingsTable {
    rows = List.copyOf(rows);
  }

  /**
   * A setting.
   *
   * @param path its keys, joined by dots
   * @param origin where its value comes from
   * @param live whether it can be changed at run time
   * @param doc what it does
   */
  public record Row(
      String path, String href, String value, String origin, boolean live, String doc) {}
}
