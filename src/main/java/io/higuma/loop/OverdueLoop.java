package io.higuma.loop;

import java.time.Duration;

/**
 * A loop whose last heartbeat is older than its limit.
 *
 * @param loop the name of the loop
 * @param age time since the last heartbeat, or since it was due
 * @param limit maximum age
 */
public record OverdueLoop(String loop, Duration age, Duration limit) {

  /** Text for health checks, with whole seconds. */
  @Override
  public String toString() {
    return "loop %s: last heartbeat %d s ago, limit %d s"
        .formatted(loop, age.toSeconds(), limit.toSeconds());
  }
}
