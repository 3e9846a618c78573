package io.higuma.inject;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads redirect ConfigMaps and remembers the last one: all Pods share one, and it seldom changes.
 */
final class RedirectConfigs {
  private volatile Read last = new Read("", RedirectConfig.read("", new ArrayList<>()), List.of());

  /**
   * A ConfigMap read.
   *
   * @param text what it says
   * @param config the configuration
   * @param violations everything wrong with it
   */
  record Read(String text, RedirectConfig config, List<Violation> violations) {}

  Read read(String text) {
    var known = last;
    if (!known.text().equals(text)) {
      var violations = new ArrayList<Violation>();
      known = new Read(text, RedirectConfig.read(text, violations), List.copyOf(violations));
      last = known;
    }
    return known;
  }
}
