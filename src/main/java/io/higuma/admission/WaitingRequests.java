package io.higuma.admission;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that wait until the {@link ReadinessGate} opens. */
final class WaitingRequests {
  /** Maximum number of waiting requests; each keeps its parsed Pod in memory. */
  private static final int SEATS = 2000;

  private final ReadinessGate gate;
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicInteger taken = new AtomicInteger();
  private volatile boolean open;

  WaitingRequests(ReadinessGate gate) {
    this.gate = gate;
    gate.opened()
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                open = true;
                waiting.forEach(this::call);
              }
            });
  }

  boolean isOpen() {
    return open;
  }

  ReadinessGate gate() {
    return gate;
  }

  /** Runs {@code onOpen} once when the gate opens; returns false if too many requests wait. */
  boolean enter(Runnable onOpen) {
    if (taken.incrementAndGet() > SEATS) {
      taken.decrementAndGet();
      return false;
    }
    waiting.add(onOpen);
    if (open) {
      call(onOpen);
    }
    return true;
  }

  /** Stops waiting; returns whether the request was still waiting. */
  boolean leave(Runnable onOpen) {
    boolean waited = waiting.remove(onOpen);
    if (waited) {
      taken.decrementAndGet();
    }
    return waited;
  }

  private void call(Runnable onOpen) {
    if (leave(onOpen)) {
      onOpen.run();
    }
  }
}
