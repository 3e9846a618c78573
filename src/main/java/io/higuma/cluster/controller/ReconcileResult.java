package io.higuma.cluster.controller;

import java.time.Duration;

/** What came of looking at a key. */
sealed interface ReconcileResult {
  /** What it comes to. */
  ReconcileOutcome ending();

  /** Everything is as it should be, until something happens. */
  record Done(ReconcileOutcome ending) implements ReconcileResult {}

  /**
   * It should be looked at again after a while, which grows from failure to failure.
   *
   * @param atLeast not before this
   */
  record Retry(ReconcileOutcome ending, Duration atLeast) implements ReconcileResult {
    /** After the shortest while. */
    Retry(ReconcileOutcome ending) {
      this(ending, Duration.ZERO);
    }
  }
}
