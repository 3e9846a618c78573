package io.higuma.app;

import java.util.UUID;

/**
 * Unique identity of this process, such as for leases.
 *
 * @param name Pod name and a random UUID
 */
record ProcessIdentity(String name) {

  /** Creates a new identity, different at each call. */
  static ProcessIdentity create() {
    var host = System.getenv().getOrDefault("HOSTNAME", "higuma");
    return new ProcessIdentity(host + "_" + UUID.randomUUID());
  }
}
