package io.higuma.cluster;

import java.io.IOException;
import java.util.Optional;

/** Where the Lease is kept. */
interface LeaseStore {
  /** The Lease as it is. */
  Optional<LeaseRecord> read() throws IOException, InterruptedException;

  /**
   * Writes the Lease if it is still at {@link LeaseRecord#resourceVersion}.
   *
   * @return the Lease as stored; empty if somebody else was faster
   */
  Optional<LeaseRecord> write(LeaseRecord record) throws IOException, InterruptedException;
}
