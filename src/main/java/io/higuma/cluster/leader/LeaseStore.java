package io.higuma.cluster.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.util.Optional;

/** Where the Lease is kept. */
interface LeaseStore {
  /** The Lease as it is, with a {@code spec}; without a version where there is none. */
  Lease read() throws IOException, InterruptedException;

  /**
   * Writes the Lease if it is still at its version.
   *
   * @return the Lease as stored; empty if somebody else was faster
   */
  Optional<Lease> write(Lease lease) throws IOException, InterruptedException;
}
