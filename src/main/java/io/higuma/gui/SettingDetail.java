package io.higuma.gui;

import java.util.List;

/**
 * One setting.
 *
 * @param action where its form is sent
 * @param facts what is known about it, by name
 * @param doc what it does
 * @param edited the text in the form
 * @param tag the entity tag of the value: a change applies to this value only
 * @param overridden whether it can return to file and environment
 * @param editable whether it can be changed at run time and the caller may do it
 * @param notEditable why not; empty if it can
 */
public record SettingDetail(
    String action,
    List<Fact> facts,
    String doc,
    String edited,
    String tag,
    boolean overridden,
    boolean editable,
    String notEditable) {
  /** Copies the list. */
  public SettingDetail {
    facts = List.copyOf(facts);
  }
}
