package io.higuma.cli;

import io.higuma.cluster.Turnstile;
import io.higuma.loop.LoopSupervisor;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What a start leaves for later: all that the first calls of the webhook do not need, but that
 * would take connections and processors which they need.
 */
final class StartOrder {
  /** Time for the calls that have been waiting. */
  private static final Duration FIRST_CALLS = Duration.ofMillis(100);

  /** From the beginning. Where the cluster cannot be read, the rest is of use without. */
  private static final Duration AT_LATEST = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final LoopSupervisor loops;
  private final Turnstile turnstile = new Turnstile();
  private final CompletableFuture<Void> rest = new CompletableFuture<>();

  /** A start that begins now. */
  StartOrder(Vertx vertx, LoopSupervisor loops) {
    this.vertx = vertx;
    this.loops = loops;
    var _ = rest.thenRun(turnstile::open);
    restAfter(AT_LATEST);
  }

  /** Says what must be complete before calls are decided. */
  void decidesAfter(CompletableFuture<Void> opened) {
    var _ = opened.thenRun(() -> restAfter(FIRST_CALLS));
  }

  /** What calls of the API pass; it opens for the rest. */
  Turnstile turnstile() {
    return turnstile;
  }

  /** Completes when the rest may begin. */
  CompletableFuture<Void> rest() {
    return rest;
  }

  private void restAfter(Duration delay) {
    var _ = loops.after(vertx, delay, "rest of the start", () -> rest.complete(null));
  }
}
