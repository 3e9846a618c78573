package io.higuma.kuma;

import java.util.ArrayList;
import java.util.List;

/** Validates several names of one input and collects all violations. */
public final class NameChecks {
  private final List<Violation> violations = new ArrayList<>();

  /**
   * Validates one more name.
   *
   * @param key its location: an option, a parameter or a JSON path
   */
  public NameChecks add(KubernetesName rule, String key, String value) {
    if (rule.read(key, value) instanceof Parsed.Bad<String>(var violation)) {
      violations.add(violation);
    }
    return this;
  }

  /** The violations found so far. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }
}
