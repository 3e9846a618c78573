package io.higuma.admission;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Where calls wait until the gate opens. */
final class WaitingRequests {
  /** Each waiting call holds what was read of its Pod. */
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

  /** Runs {@code onOpen} once when the gate opens; says no where all seats are taken. */
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

  /** Gives up waiting; says whether it still waited. */
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
