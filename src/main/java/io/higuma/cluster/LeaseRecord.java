package io.higuma.cluster;

import java.time.Instant;

/**
 * A Lease of the cluster as far as elections need it.
 *
 * @param holder who holds it; empty if nobody does
 * @param durationSeconds how long it holds after it was renewed
 * @param acquireTime when the holder got it; {@link Instant#EPOCH} if nobody ever did
 * @param renewTime when it was renewed
 * @param transitions how often it changed hands
 * @param resourceVersion the version read; empty for one that does not exist yet
 */
record LeaseRecord(
    String holder,
    int durationSeconds,
    Instant acquireTime,
    Instant renewTime,
    int transitions,
    String resourceVersion) {

  boolean free() {
    return holder.isEmpty();
  }

  boolean heldBy(String identity) {
    return holder.equals(identity);
  }
}
