package io.higuma.cluster.controller;

import java.time.Duration;

/** Result of a reconcile: done, or requeue with backoff. */
sealed interface ReconcileResult {
  /** The outcome. */
  ReconcileOutcome outcome();

  /** No requeue; the next event reconciles the object again. */
  record Done(ReconcileOutcome outcome) implements ReconcileResult {}

  /**
   * Requeue with a backoff that grows with each failure.
   *
   * @param atLeast lower bound of the backoff
   */
  record Retry(ReconcileOutcome outcome, Duration atLeast) implements ReconcileResult {
    /** Requeues without a lower bound. */
    Retry(ReconcileOutcome outcome) {
      this(outcome, Duration.ZERO);
    }
  }
}
