package io.higuma.app;

import java.util.UUID;

/**
 * Tells this process from all others.
 *
 * @param name the name of the Pod, and something random
 */
record ProcessIdentity(String name) {

  /** Of a process that starts; never the same twice. */
  static ProcessIdentity create() {
    var host = System.getenv().getOrDefault("HOSTNAME", "higuma");
    return new ProcessIdentity(host + "_" + UUID.randomUUID());
  }
}
