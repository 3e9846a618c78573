package io.higuma.api;

import io.higuma.kuma.Violation;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The query parameter {@code dryRun}. A value that is not known is refused, so that no request with
 * the parameter makes a change by mistake.
 */
final class DryRun {
  /** The name of the parameter. */
  static final String NAME = "dryRun";

  /** Describes the parameter. */
  static final String DESCRIPTION =
      "Changes nothing, and returns the result that the change would have: true, All (the value of"
          + " Kubernetes) or an empty value. Default: false. Case does not matter.";

  private DryRun() {}

  /**
   * Whether the query of a request has the parameter.
   *
   * @throws ProblemException if a value is none of the known ones
   */
  static boolean of(MultivaluedMap<String, String> query) {
    List<Violation> violations = new ArrayList<>();
    boolean dryRun = false;
    for (var value : query.getOrDefault(NAME, List.of())) {
      switch (value.toLowerCase(Locale.ROOT)) {
        case "true", "all", "" -> dryRun = true;
        case "false" -> {}
        default ->
            violations.add(Violation.ofValue(NAME, "bad_value", value, "true, false or All"));
      }
    }
    ProblemException.throwIfAny(violations);
    return dryRun;
  }
}
