package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeoutSweeperTest {
  private final TimeoutSweeper sweeper = new TimeoutSweeper();
  private final List<String> expired = new ArrayList<>();

  @Test
  void endsOnceWhatIsOver() {
    sweeper.start(Duration.ZERO, () -> expired.add("over"));
    sweeper.start(Duration.ofDays(1), () -> expired.add("not over"));
    sweeper.sweep();
    sweeper.sweep();
    assertThat(expired).containsExactly("over");
  }

  @Test
  void endsTheOthersAfterOneThatFails() {
    for (int i = 0; i < 3; i++) {
      sweeper.start(
          Duration.ZERO,
          () -> {
            expired.add("failed");
            throw new IllegalStateException("broken");
          });
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(sweeper::sweep).hasMessage("broken");
    }
    sweeper.sweep();
    assertThat(expired).containsExactly("failed", "failed", "failed");
  }

  @Test
  void doesNotEndWhatWasStoppedOrRestarted() {
    sweeper.start(Duration.ZERO, () -> expired.add("stopped")).stop();
    sweeper.start(Duration.ZERO, () -> expired.add("restarted")).restart(Duration.ofDays(1));
    sweeper.sweep();
    assertThat(expired).isEmpty();
  }
}
