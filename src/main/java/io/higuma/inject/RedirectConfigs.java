package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the redirect ConfigMap and caches the last result: all Pods share one ConfigMap, and it
 * seldom changes.
 */
final class RedirectConfigs {
  private final LastValue<String, ParsedConfig> last = new LastValue<>(RedirectConfigs::parse);

  /** A parsed ConfigMap and its violations. */
  private record ParsedConfig(RedirectConfig config, List<Violation> violations) {}

  /**
   * Returns the parsed ConfigMap; if it is missing or invalid, adds violations and returns empty.
   */
  Optional<RedirectConfig> find(String name, Surroundings cluster, DecisionNotes notes) {
    var text = cluster.redirectConfig(name).filter(config -> !config.isBlank());
    if (text.isEmpty()) {
      notes.reject(
          Stage.REDIRECTION,
          RejectReason.REDIRECT_CONFIG,
          "configmap/" + name,
          "the system namespace has no ConfigMap of this name with the key "
              + Volumes.REDIRECT_FILE);
      return Optional.empty();
    }
    var parsed = last.get(text.get());
    parsed
        .violations()
        .forEach(
            violation ->
                notes.reject(
                    Stage.REDIRECTION,
                    RejectReason.REDIRECT_CONFIG,
                    new Violation(
                        "configmap/" + name + "/" + violation.path(),
                        violation.code(),
                        violation.message())));
    return parsed.violations().isEmpty() ? Optional.of(parsed.config()) : Optional.empty();
  }

  private static ParsedConfig parse(String text) {
    var violations = new ArrayList<Violation>();
    var config = RedirectConfig.read(text, violations);
    return new ParsedConfig(config, List.copyOf(violations));
  }
}
