package io.higuma.cluster.controller;

import io.higuma.cluster.cache.ObjectKey;

/** Callback after each reconcile of a Pod, with its duration. */
@FunctionalInterface
public interface ReconcileListener {
  /** A listener that does nothing. */
  ReconcileListener NONE = (pod, outcome, nanos) -> {};

  /**
   * Called when a reconcile has ended.
   *
   * @param nanos duration, including the writes
   */
  void reconciled(ObjectKey pod, ReconcileOutcome outcome, long nanos);
}
