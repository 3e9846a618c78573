package io.higuma.loop;

import java.time.Duration;

/** When the next iteration of a loop runs; the result of each iteration, similar to a requeue. */
public sealed interface NextRun {

  /**
   * After a pause.
   *
   * @param atLeast minimum pause, even if the loop is woken
   * @param atMost maximum pause; not less than {@code atLeast}
   */
  record After(Duration atLeast, Duration atMost) implements NextRun {}

  /** Never: the loop is done and ends. */
  record End() implements NextRun {}

  /** Runs without a pause. */
  static NextRun atOnce() {
    return in(Duration.ZERO);
  }

  /** Runs after this pause, which {@link SupervisedLoop#wake} does not shorten. */
  static NextRun in(Duration pause) {
    return between(pause, pause);
  }

  /** Runs after this pause, or as soon as the loop is woken. */
  static NextRun within(Duration pause) {
    return between(Duration.ZERO, pause);
  }

  /** Runs after {@code atLeast} as soon as the loop is woken, or after {@code atMost}. */
  static NextRun between(Duration atLeast, Duration atMost) {
    return new After(atLeast, atMost);
  }

  /** Ends the loop. */
  static NextRun end() {
    return new End();
  }
}
