package io.higuma.admission;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that wait until the {@link ReadinessGate} opens. */
final class WaitingRequests {
  /** Maximum number of waiting requests; each keeps its parsed Pod in memory. */
  private static final int CAPACITY = 2000;

  private final ReadinessGate readiness;
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean open;

  WaitingRequests(ReadinessGate readiness) {
    this.readiness = readiness;
    readiness
        .ready()
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                open = true;
                waiting.forEach(this::run);
              }
            });
  }

  boolean isOpen() {
    return open;
  }

  ReadinessGate readiness() {
    return readiness;
  }

  /** Runs {@code onOpen} once when the gate opens; returns false if too many requests wait. */
  boolean add(Runnable onOpen) {
    if (count.incrementAndGet() > CAPACITY) {
      count.decrementAndGet();
      return false;
    }
    waiting.add(onOpen);
    if (open) {
      run(onOpen);
    }
    return true;
  }

  /** Stops waiting; returns whether the request was still waiting. */
  boolean remove(Runnable onOpen) {
    boolean waited = waiting.remove(onOpen);
    if (waited) {
      count.decrementAndGet();
    }
    return waited;
  }

  private void run(Runnable onOpen) {
    if (remove(onOpen)) {
      onOpen.run();
    }
  }
}
