package io.higuma.gui;

import java.util.List;

/**
 * One page of the workloads that match a filter.
 *
 * @param name the filter: a part of the name; empty for all
 * @param namespaces the namespaces to choose from
 * @param states the injection states to choose from, with the number of Pods
 * @param rows the workloads
 * @param paging which of them are shown
 */
public record WorkloadTable(
    String name, List<Choice> namespaces, List<Choice> states, List<Row> rows, Paging paging) {
  /** Copies the lists. */
  public WorkloadTable {
    namespaces = List.copyOf(namespaces);
    states = List.copyOf(states);
    rows = List.copyOf(rows);
  }

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
