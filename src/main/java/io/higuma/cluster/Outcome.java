package io.higuma.cluster;

import java.time.Duration;

/** What came of looking at a key. */
sealed interface Outcome {
  /** Everything is as it should be, until something happens. */
  Outcome DONE = new Done();

  /** It should be looked at again after a while. */
  Outcome RETRY = new Retry(Duration.ZERO);

  /** Everything is as it should be, until something happens. */
  record Done() implements Outcome {}

  /**
   * It should be looked at again after a while, which grows from failure to failure.
   *
   * @param atLeast not before this
   */
  record Retry(Duration atLeast) implements Outcome {}
}
