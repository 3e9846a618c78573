package io.higuma.gui;

import java.util.List;

/**
 * The changes of settings at run time.
 *
 * @param revision the revision in force; 0 if there never were any
 * @param rejected why stored settings are not in force; empty if they are
 * @param rows the stored revisions, the newest first
 * @param tag the entity tag of the section: a rollback applies to this state only
 * @param editable whether the caller may roll back
 * @param settingsHref link to the settings
 */
public record SettingsHistory(
    long revision,
    List<String> rejected,
    List<Row> rows,
    String tag,
    boolean editable,
    String settingsHref) {
  /** Copies the lists. */
  public SettingsHistory {
    rejected = List.copyOf(rejected);
    rows = List.copyOf(rows);
  }

  /**
   * A revision.
   *
   * @param current whether it is in force
   * @param action where the form that rolls back to it is sent
   * @param overrides all its overrides as YAML
   */
  public record Row(
      long revision,
      String at,
      String by,
      String via,
      String note,
      String overrides,
      boolean current,
      String action) {}
}
