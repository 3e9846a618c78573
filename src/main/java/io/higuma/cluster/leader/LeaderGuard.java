package io.higuma.cluster.leader;

/** Asked before every write: whether this process may still write. */
@FunctionalInterface
public interface LeaderGuard {
  /** True only while no other process can have become the leader. */
  boolean open();
}
