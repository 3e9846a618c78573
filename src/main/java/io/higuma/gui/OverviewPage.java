package io.higuma.gui;

import java.util.List;

/**
 * The state of the control plane and of the cluster.
 *
 * @param counts numbers, each with a link to what it counts
 * @param facts the leader and the certificate, by name
 * @param warnings what needs attention
 * @param plot what happened in the last hour
 */
public record OverviewPage(List<Count> counts, List<Fact> facts, List<String> warnings, Plot plot) {
  /** Copies the lists. */
  public OverviewPage {
    counts = List.copyOf(counts);
    facts = List.copyOf(facts);
    warnings = List.copyOf(warnings);
  }

  /**
   * A number.
   *
   * @param href link to what it counts; empty if there is none
   * @param details parts of it, such as {@code 3 not_labelled}
   */
  public record Count(int number, String label, String href, List<String> details) {
    /** Copies the list. */
    public Count {
      details = List.copyOf(details);
    }
  }
}
