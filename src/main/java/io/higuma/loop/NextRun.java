package io.higuma.loop;

import java.time.Duration;

/** When a loop takes its next turn. */
public sealed interface NextRun {

  /**
   * After a pause.
   *
   * @param atLeast the pause is not shorter, even if the loop is woken
   * @param atMost the pause is not longer; not less than {@code atLeast}
   */
  record After(Duration atLeast, Duration atMost) implements NextRun {}

  /** Never: the loop has done its work and ends. */
  record End() implements NextRun {}

  /** Without a pause. */
  static NextRun atOnce() {
    return in(Duration.ZERO);
  }

  /** After this pause, which {@link SupervisedLoop#wake} does not shorten. */
  static NextRun in(Duration pause) {
    return between(pause, pause);
  }

  /** After this pause, or as soon as the loop is woken. */
  static NextRun within(Duration pause) {
    return between(Duration.ZERO, pause);
  }

  /** After {@code atLeast} and then as soon as the loop is woken, or after {@code atMost}. */
  static NextRun between(Duration atLeast, Duration atMost) {
    return new After(atLeast, atMost);
  }

  /** The loop ends. */
  static NextRun end() {
    return new End();
  }
}
