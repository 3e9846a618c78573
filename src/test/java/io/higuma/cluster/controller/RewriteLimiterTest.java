package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.testing.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RewriteLimiterTest {
  private static final ObjectKey KEY = new ObjectKey("shop", "web");
  private static final ObjectKey OTHER = new ObjectKey("shop", "db");

  private final VirtualTime time = new VirtualTime();
  private final RewriteLimiter limiter = new RewriteLimiter(time);

  @Test
  void threeRoundsWithinAMinuteArePutRight() {
    rewrite(3, Duration.ofSeconds(10));
    assertThat(limiter.pause(KEY)).isZero();
  }

  @Test
  void theFourthRoundWithinAMinuteMeansAPause() {
    rewrite(4, Duration.ofSeconds(10));
    assertThat(limiter.pause(KEY)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(limiter.pause(OTHER)).isZero();
  }

  @Test
  void roundsThatAreFarApartAreNoFight() {
    rewrite(50, Duration.ofSeconds(25));
    assertThat(limiter.pause(KEY)).isZero();
  }

  @Test
  void pausesGetLongerWhileTheFightGoesOn() {
    rewrite(4, Duration.ofSeconds(1));
    Duration first = limiter.pause(KEY);
    time.pass(first);
    assertThat(limiter.pause(KEY)).isZero();
    limiter.changed(KEY);
    Duration second = limiter.pause(KEY);
    assertThat(second).isEqualTo(Duration.ofMinutes(2));
    time.pass(second);
    limiter.changed(KEY);
    assertThat(limiter.pause(KEY)).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void whatHappensInAPauseDoesNotMakeItLonger() {
    rewrite(4, Duration.ofSeconds(1));
    Duration pause = limiter.pause(KEY);
    time.pass(Duration.ofSeconds(20));
    limiter.changed(KEY);
    assertThat(limiter.pause(KEY)).isEqualTo(pause.minusSeconds(20));
  }

  @Test
  void anHourOfPeaceIsForgotten() {
    rewrite(4, Duration.ofSeconds(1));
    time.pass(Duration.ofMinutes(70));
    rewrite(3, Duration.ofSeconds(1));
    assertThat(limiter.pause(KEY)).isZero();
  }

  @Test
  void whatWeWroteOurselvesIsNoFight() {
    for (int i = 0; i < 10; i++) {
      limiter.writing(KEY);
      limiter.changed(KEY);
      limiter.written(KEY);
    }
    assertThat(limiter.pause(KEY)).isZero();
  }

  @Test
  void whatWeWroteWithoutHearingOfItIsNoFightEither() {
    limiter.writing(KEY);
    for (int i = 0; i < 10; i++) {
      limiter.changed(KEY);
    }
    assertThat(limiter.pause(KEY)).isZero();
  }

  @Test
  void onceOurWriteIsConfirmedTheSameFromOthersCounts() {
    limiter.writing(KEY);
    limiter.written(KEY);
    rewrite(4, Duration.ofSeconds(1));
    assertThat(limiter.pause(KEY)).isPositive();
  }

  @Test
  void theDataplaneOfAnotherPodIsNotPaused() {
    rewrite(4, Duration.ofSeconds(1));
    limiter.forget(KEY);
    assertThat(limiter.pause(KEY)).isZero();
  }

  private void rewrite(int count, Duration apart) {
    for (int i = 0; i < count; i++) {
      limiter.changed(KEY);
      time.pass(apart);
    }
  }
}
