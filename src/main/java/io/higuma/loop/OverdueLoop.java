package io.higuma.loop;

import java.time.Duration;

/**
 * A loop whose last heartbeat is older than its limit.
 *
 * @param loop the name of the loop
 * @param age how long ago the last heartbeat was, or was due
 * @param limit how old it may be
 */
public record OverdueLoop(String loop, Duration age, Duration limit) {

  /** In words, with whole seconds. */
  @Override
  public String toString() {
    return "loop %s: last heartbeat %d s ago, limit %d s"
        .formatted(loop, age.toSeconds(), limit.toSeconds());
  }
}
