package io.higuma.dataplane;

import java.util.Set;

/** The words that annotations use for on and off; case matters. */
final class Booleans {
  static final Set<String> ON = Set.of("enabled", "true", "yes");
  static final Set<String> OFF = Set.of("disabled", "false", "no");

  private Booleans() {}
}
