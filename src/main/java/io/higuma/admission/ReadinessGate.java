package io.higuma.admission;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Condition that must hold before requests are decided, such as synced caches. Earlier requests
 * wait for it: to allow them would leave Pods without a sidecar, and to reject them would fail a
 * deployment that came only a moment too early.
 *
 * @param opened completes when requests can be decided
 * @param waitingFor what is still missing, for messages
 * @param patience how long a request waits before it is rejected; below the API server's webhook
 *     timeout of 10 s
 */
public record ReadinessGate(
    CompletionStage<?> opened, Supplier<String> waitingFor, Duration patience) {

  /** Default timeout. */
  public static final Duration PATIENCE = Duration.ofSeconds(8);
}
