package io.higuma.kuma;

import java.util.ArrayList;
import java.util.List;

/** Checks several names of one input, so that everything wrong with it is reported together. */
public final class NameChecks {
  private final List<Violation> violations = new ArrayList<>();

  /**
   * Checks one more name.
   *
   * @param key where it stands: an option, a parameter or a JSON path
   */
  public NameChecks add(KubernetesName grammar, String key, String value) {
    if (grammar.read(key, value) instanceof Parsed.Bad<String>(var violation)) {
      violations.add(violation);
    }
    return this;
  }

  /** Those that cannot be names. */
  public List<Violation> violations() {
    return List.copyOf(violations);
  }
}
