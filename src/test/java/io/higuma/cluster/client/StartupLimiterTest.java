package io.higuma.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StartupLimiterTest {
  private static final int CALLS = 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final StartupLimiter limiter = new StartupLimiter();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch hold = new CountDownLatch(1);

  @Test
  void letsTwoThroughAtATime() {
    hold.countDown();

    call(CALLS);

    Awaitility.await().atMost(TIMEOUT).until(() -> done.get() == CALLS);
    assertThat(most).hasValueBetween(1, 2);
  }

  @Test
  void letsEverythingThroughWithoutALimit() {
    call(CALLS);
    Awaitility.await().atMost(TIMEOUT).until(() -> inside.get() == 2);

    limiter.removeLimit();

    Awaitility.await().atMost(TIMEOUT).until(() -> inside.get() == CALLS);
    hold.countDown();
    Awaitility.await().atMost(TIMEOUT).until(() -> done.get() == CALLS);
  }

  @Test
  void holdsWatchesUntilTheLimitIsRemoved() {
    var watch = Thread.ofVirtual().start(this::watch);
    Awaitility.await().atMost(TIMEOUT).until(() -> watch.getState() == Thread.State.WAITING);

    limiter.removeLimit();
    limiter.removeLimit();

    Awaitility.await().atMost(TIMEOUT).until(() -> done.get() == 1);
  }

  @Test
  void holdsNoCallIfUnlimited() throws InterruptedException {
    var unlimited = StartupLimiter.unlimited();

    unlimited.awaitUnlimited();
    try (var one = unlimited.acquire();
        var two = unlimited.acquire();
        var three = unlimited.acquire()) {
      assertThat(new Object[] {one, two, three}).doesNotContainNull();
    }
  }

  private void call(int calls) {
    IntStream.range(0, calls).forEach(_ -> Thread.ofVirtual().start(this::callOnce));
  }

  private void callOnce() {
    try (var _ = limiter.acquire()) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      hold.await();
      inside.decrementAndGet();
      done.incrementAndGet();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void watch() {
    try {
      limiter.awaitUnlimited();
      done.incrementAndGet();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
