package io.higuma.admission;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Condition that must hold before requests are decided, such as synced caches. Earlier requests
 * wait for it: to allow them would leave Pods without a sidecar, and to reject them would fail a
 * deployment that came only a moment too early.
 *
 * @param ready completes when requests can be decided
 * @param missing what is still missing, for messages
 * @param timeout how long a request waits before it is rejected; below the API server's webhook
 *     timeout of 10 s
 */
public record ReadinessGate(CompletionStage<?> ready, Supplier<String> missing, Duration timeout) {

  /** Default timeout. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(8);

  /** After it opens, other work waits this long for the requests that were waiting. */
  public static final Duration BACKLOG_TIME = Duration.ofMillis(100);
}
