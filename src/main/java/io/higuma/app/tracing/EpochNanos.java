package io.higuma.app.tracing;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The time as spans have it. */
final class EpochNanos {
  private EpochNanos() {}

  /** Nanoseconds since 1970. */
  static long of(InstantSource clock) {
    var now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
