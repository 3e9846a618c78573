package io.higuma.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void doesNotLimitUnlessItIsTold() {
    RateLimit none = RateLimit.of(0, 0, time);
    for (int i = 0; i < 10_000; i++) {
      assertThat(none.reserve()).isZero();
    }
  }

  @Test
  void allowsABurstAndThenTheRate() {
    RateLimit limit = RateLimit.of(10, 5, time);
    for (int i = 0; i < 5; i++) {
      assertThat(limit.reserve()).isZero();
    }
    assertThat(Duration.ofNanos(limit.reserve())).isEqualTo(Duration.ofMillis(100));
    assertThat(Duration.ofNanos(limit.reserve())).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aPauseEarnsOneBurstAndNoMore() {
    RateLimit limit = RateLimit.of(10, 5, time);
    time.pass(Duration.ofHours(1));
    int atOnce = 0;
    while (limit.tryAcquire()) {
      atOnce++;
    }
    assertThat(atOnce).isEqualTo(5);
    time.pass(Duration.ofMillis(100));
    assertThat(limit.tryAcquire()).isTrue();
    assertThat(limit.tryAcquire()).isFalse();
  }

  @Test
  void aRateWithoutBurstAllowsOneAtATime() {
    RateLimit limit = RateLimit.of(10, 0, time);
    assertThat(limit.reserve()).isZero();
    assertThat(Duration.ofNanos(limit.reserve())).isEqualTo(Duration.ofMillis(100));
  }
}
