package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.testing.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RewriteLimiterTest {
  private static final ObjectKey KEY = new ObjectKey("shop", "web");
  private static final ObjectKey OTHER = new ObjectKey("shop", "db");

  private static final Optional<DataplaneDigest> THEIRS = Optional.of(new DataplaneDigest(6, 6));
  private static final Optional<DataplaneDigest> OURS = Optional.of(new DataplaneDigest(1, 2));

  private final VirtualTime time = new VirtualTime();
  private final RewriteLimiter guard = new RewriteLimiter(time);

  @Test
  void threeRoundsWithinAMinuteArePutRight() {
    rounds(3, Duration.ofSeconds(10));
    assertThat(guard.pause(KEY)).isZero();
  }

  @Test
  void theFourthRoundWithinAMinuteMeansAPause() {
    rounds(4, Duration.ofSeconds(10));
    assertThat(guard.pause(KEY)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(guard.pause(OTHER)).isZero();
  }

  @Test
  void roundsThatAreFarApartAreNoFight() {
    rounds(50, Duration.ofSeconds(25));
    assertThat(guard.pause(KEY)).isZero();
  }

  @Test
  void pausesGetLongerWhileTheFightGoesOn() {
    rounds(4, Duration.ofSeconds(1));
    Duration first = guard.pause(KEY);
    time.pass(first);
    assertThat(guard.pause(KEY)).isZero();
    guard.changed(KEY, THEIRS);
    Duration second = guard.pause(KEY);
    assertThat(second).isEqualTo(Duration.ofMinutes(2));
    time.pass(second);
    guard.changed(KEY, THEIRS);
    assertThat(guard.pause(KEY)).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void whatHappensInAPauseDoesNotMakeItLonger() {
    rounds(4, Duration.ofSeconds(1));
    Duration pause = guard.pause(KEY);
    time.pass(Duration.ofSeconds(20));
    guard.changed(KEY, THEIRS);
    assertThat(guard.pause(KEY)).isEqualTo(pause.minusSeconds(20));
  }

  @Test
  void anHourOfPeaceIsForgotten() {
    rounds(4, Duration.ofSeconds(1));
    time.pass(Duration.ofMinutes(70));
    rounds(3, Duration.ofSeconds(1));
    assertThat(guard.pause(KEY)).isZero();
  }

  @Test
  void whatWeWroteOurselvesIsNoFight() {
    for (int i = 0; i < 10; i++) {
      guard.writing(KEY, OURS);
      guard.changed(KEY, OURS);
      guard.written(KEY);
    }
    assertThat(guard.pause(KEY)).isZero();
  }

  @Test
  void whatWeWroteWithoutHearingOfItIsNoFightEither() {
    guard.writing(KEY, OURS);
    guard.writing(KEY, Optional.empty());
    for (int i = 0; i < 5; i++) {
      guard.changed(KEY, OURS);
      guard.changed(KEY, Optional.empty());
    }
    assertThat(guard.pause(KEY)).isZero();
  }

  @Test
  void onceOurWriteIsConfirmedTheSameFromOthersCounts() {
    guard.writing(KEY, Optional.empty());
    guard.written(KEY);
    for (int i = 0; i < 4; i++) {
      guard.changed(KEY, Optional.empty());
    }
    assertThat(guard.pause(KEY)).isPositive();
  }

  private void rounds(int count, Duration apart) {
    for (int i = 0; i < count; i++) {
      guard.changed(KEY, THEIRS);
      time.pass(apart);
    }
  }
}
