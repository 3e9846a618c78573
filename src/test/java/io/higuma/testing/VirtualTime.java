package io.higuma.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** Time that passes when a test says so; the clock on the wall may go its own way. */
public final class VirtualTime implements LongSupplier {
  private Duration passed = Duration.ofHours(1);
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

  public void pass(Duration time) {
    passed = passed.plus(time);
    wall = wall.plus(time);
  }

  /** The machine slept, or its clock was set: the monotonic clock stood still. */
  public void sleep(Duration time) {
    wall = wall.plus(time);
  }

  @Override
  public long getAsLong() {
    return passed.toNanos();
  }

  public Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return wall;
      }
    };
  }
}
