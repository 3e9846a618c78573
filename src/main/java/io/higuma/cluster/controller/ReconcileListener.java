package io.higuma.cluster.controller;

import io.higuma.cluster.cache.ObjectKey;

/** Hears of every look at a Pod, for those who want to know where time goes. */
@FunctionalInterface
public interface ReconcileListener {
  /** Nobody listens. */
  ReconcileListener NONE = (pod, ending, nanos) -> {};

  /**
   * A look has just ended.
   *
   * @param nanos how long it took, with the writes that followed from it
   */
  void looked(ObjectKey pod, ReconcileOutcome ending, long nanos);
}
