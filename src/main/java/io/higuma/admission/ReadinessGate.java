package io.higuma.admission;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What must have happened before anything can be decided. Calls that come earlier wait for it: to
 * let them pass would leave Pods without a sidecar, and to refuse them would fail a deployment that
 * only came a moment too early.
 *
 * @param opened completes when decisions can be made
 * @param waitingFor what is still missing, for people
 * @param patience how long a call waits before it is refused; below the 10 s after which the API
 *     server gives up
 */
public record ReadinessGate(
    CompletionStage<?> opened, Supplier<String> waitingFor, Duration patience) {

  /** How long calls wait unless said otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(8);
}
