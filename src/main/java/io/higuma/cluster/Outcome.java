package io.higuma.cluster;

import java.time.Duration;

/** What came of looking at a key. */
sealed interface Outcome {
  /** What it comes to. */
  Ending ending();

  /** Everything is as it should be, until something happens. */
  record Done(Ending ending) implements Outcome {}

  /**
   * It should be looked at again after a while, which grows from failure to failure.
   *
   * @param atLeast not before this
   */
  record Retry(Ending ending, Duration atLeast) implements Outcome {
    /** After the shortest while. */
    Retry(Ending ending) {
      this(ending, Duration.ZERO);
    }
  }
}
