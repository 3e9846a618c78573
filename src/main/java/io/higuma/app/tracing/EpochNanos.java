package io.higuma.app.tracing;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Time of a clock in nanoseconds, as used by spans. */
final class EpochNanos {
  private EpochNanos() {}

  /** Nanoseconds since the Unix epoch. */
  static long of(InstantSource clock) {
    var now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
