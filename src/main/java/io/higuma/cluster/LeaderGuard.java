package io.higuma.cluster;

/** Asked before every write: whether this process may still write. */
@FunctionalInterface
interface LeaderGuard {
  /** True only while no other process can have become the leader. */
  boolean open();
}
