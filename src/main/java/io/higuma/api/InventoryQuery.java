package io.higuma.api;

import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.NameChecks;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which Pods or workloads of an inventory are listed.
 *
 * @param namespace their namespace; empty for all
 * @param state their injection state; empty for all
 * @param name a part of their name; empty for all
 * @param offset how many of those that match are left out at the beginning
 * @param size how many are listed at most; 0 for all
 */
public record InventoryQuery(String namespace, String state, String name, int offset, int size) {
  /** Lists everything. */
  public static final InventoryQuery ALL = new InventoryQuery("", "", "", 0, 0);

  /** The largest page, as in Kuma. */
  public static final int MAX_SIZE = 1000;

  private static final int MAX_NAME_LENGTH = 253;

  /**
   * Parses the parameters of a request; an empty text is an absent parameter.
   *
   * @throws ProblemException with all invalid parameters
   */
  public static InventoryQuery of(
      String namespace, String state, String name, String offset, String size) {
    List<Violation> violations = new ArrayList<>();
    if (!namespace.isEmpty()) {
      violations.addAll(
          new NameChecks().add(KubernetesName.DNS_LABEL, "namespace", namespace).violations());
    }
    if (!state.isEmpty() && !InventorySnapshot.STATES.contains(state)) {
      violations.add(
          violation("state", state, "one of " + String.join(", ", InventorySnapshot.STATES)));
    }
    if (name.length() > MAX_NAME_LENGTH) {
      violations.add(violation("name", name, "at most " + MAX_NAME_LENGTH + " characters"));
    }
    int start = number("offset", offset, 0, Integer.MAX_VALUE, violations);
    int count = number("size", size, 1, MAX_SIZE, violations);
    ProblemException.throwIfAny(violations);
    return new InventoryQuery(namespace, state, name, start, count);
  }

  /** Parses a number; 0 if it is absent or invalid. */
  private static int number(String key, String text, int min, int max, List<Violation> violations) {
    if (text.isEmpty()) {
      return 0;
    }
    Optional<Integer> value = parse(text).filter(number -> number >= min && number <= max);
    if (value.isEmpty()) {
      violations.add(violation(key, text, "an integer from " + min + " to " + max));
    }
    return value.orElse(0);
  }

  private static Optional<Integer> parse(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Violation violation(String key, String value, String expected) {
    return new Violation(
        key, "bad_value", "value '" + value + "' is not valid: expected " + expected);
  }

  /** Whether a Pod matches. */
  boolean matches(InventoryView.InventoriedPod pod) {
    return (namespace.isEmpty() || pod.namespace().equals(namespace))
        && (state.isEmpty() || pod.injection().state().equals(state))
        && pod.name().contains(name);
  }

  /** Whether a workload matches: with a state, it has at least one Pod in it. */
  boolean matches(InventoriedWorkload workload) {
    return (namespace.isEmpty() || workload.namespace().equals(namespace))
        && (state.isEmpty() || workload.counts().containsKey(state))
        && workload.name().contains(name);
  }

  /** The page of those that match. */
  public <T> List<T> page(List<T> matching) {
    int from = Math.min(offset, matching.size());
    int rest = matching.size() - from;
    return matching.subList(from, from + (size == 0 ? rest : Math.min(rest, size)));
  }

  /** The offset of the next page; empty if there is none. */
  public Optional<Integer> next(int total) {
    return size == 0 || total - size <= offset ? Optional.empty() : Optional.of(offset + size);
  }
}
