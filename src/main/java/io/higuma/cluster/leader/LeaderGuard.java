package io.higuma.cluster.leader;

/** Checked before every write: whether this process is still the leader. */
@FunctionalInterface
public interface LeaderGuard {
  /** Returns true only while no other process can have become the leader. */
  boolean mayWrite();
}
