package io.higuma.gui;

import java.util.List;

/**
 * One page of the workloads that match a filter.
 *
 * @param namespace the filter: a namespace; empty for all
 * @param state the filter: an injection state; empty for all
 * @param name the filter: a part of the name; empty for all
 * @param namespaces the namespaces to choose from
 * @param states the injection states to choose from, with the number of Pods
 * @param rows the workloads
 * @param range which of how many are shown, as a sentence
 * @param previous link to the page before; empty if there is none
 * @param next link to the page after; empty if there is none
 */
public record WorkloadTable(
    String namespace,
    String state,
    String name,
    List<Choice> namespaces,
    List<Choice> states,
    List<Row> rows,
    String range,
    String previous,
    String next) {
  /** Copies the lists. */
  public WorkloadTable {
    namespaces = List.copyOf(namespaces);
    states = List.copyOf(states);
    rows = List.copyOf(rows);
  }

  /** An option of a list. */
  public record Choice(String value, String label, boolean selected) {}

  /**
   * A workload.
   *
   * @param id an identifier for the browser
   * @param states how many of its Pods are in each state
   * @param reason why it is not injected, or is outdated; empty if all Pods are injected
   */
  public record Row(
      String id,
      String namespace,
      String kind,
      String name,
      String href,
      int pods,
      int notReady,
      int online,
      List<StateCount> states,
      String reason) {
    /** Copies the list. */
    public Row {
      states = List.copyOf(states);
    }
  }

  /** A number of Pods in a state. */
  public record StateCount(String state, int count) {}
}
