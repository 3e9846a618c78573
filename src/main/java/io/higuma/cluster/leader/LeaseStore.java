package io.higuma.cluster.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.util.Optional;

/** Reads and writes the Lease of the election. */
interface LeaseStore {
  /**
   * Reads the Lease, always with a {@code spec}; without {@code resourceVersion} if it does not
   * exist.
   */
  Lease read() throws IOException, InterruptedException;

  /**
   * Writes the Lease if its {@code resourceVersion} is current.
   *
   * @return the stored Lease; empty on a conflict
   */
  Optional<Lease> write(Lease lease) throws IOException, InterruptedException;
}
