package io.higuma.inject;

import io.higuma.inject.Trace.Stage;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads redirect ConfigMaps and remembers the last one: all Pods share one, and it seldom changes.
 */
final class RedirectConfigs {
  private final Last<String, Read> last = new Last<>(RedirectConfigs::read);

  /** A ConfigMap read, with everything wrong with it. */
  private record Read(RedirectConfig config, List<Violation> violations) {}

  /** The ConfigMap of this name; noted as a refusal and empty where it cannot be used. */
  Optional<RedirectConfig> find(String name, Surroundings around, DecisionNotes notes) {
    var text = around.redirectConfig(name).filter(config -> !config.isBlank());
    if (text.isEmpty()) {
      notes.refuse(
          Stage.REDIRECTION,
          RejectReason.REDIRECT_CONFIG,
          "configmap/" + name,
          "the system namespace has no ConfigMap of this name with the key "
              + Volumes.REDIRECT_FILE);
      return Optional.empty();
    }
    var read = last.of(text.get());
    read.violations()
        .forEach(
            violation ->
                notes.refuse(
                    Stage.REDIRECTION,
                    RejectReason.REDIRECT_CONFIG,
                    new Violation(
                        "configmap/" + name + "/" + violation.path(),
                        violation.code(),
                        violation.message())));
    return read.violations().isEmpty() ? Optional.of(read.config()) : Optional.empty();
  }

  private static Read read(String text) {
    var violations = new ArrayList<Violation>();
    var config = RedirectConfig.read(text, violations);
    return new Read(config, List.copyOf(violations));
  }
}
