package io.higuma.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A label that the selector of a Service wants and that a Pod does not have with this value.
 *
 * @param label the key
 * @param wanted the value that the selector wants
 * @param found the value that the Pod has; empty if it does not have the label
 * @param ignored whether the settings ignore this label, so that it does not decide
 */
public record SelectorDifference(
    String label, String wanted, Optional<String> found, boolean ignored) {

  /**
   * All differences, sorted by label; none if the selector selects the Pod or is empty.
   *
   * @param selector of a Service
   * @param labels of a Pod
   * @param ignoredLabels {@code ignoredServiceSelectorLabels}
   */
  public static List<SelectorDifference> of(
      Map<String, String> selector, Map<String, String> labels, Set<String> ignoredLabels) {
    List<SelectorDifference> differences = new ArrayList<>();
    selector.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(wanted -> !has(labels, wanted))
        .forEach(
            wanted ->
                differences.add(
                    new SelectorDifference(
                        wanted.getKey(),
                        wanted.getValue(),
                        Optional.ofNullable(labels.get(wanted.getKey())),
                        ignoredLabels.contains(wanted.getKey()))));
    return differences;
  }

  /** Whether the labels have this one. */
  static boolean has(Map<String, String> labels, Map.Entry<String, String> wanted) {
    return wanted.getValue().equals(labels.get(wanted.getKey()));
  }
}
