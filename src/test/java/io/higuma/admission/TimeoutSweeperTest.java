package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeoutSweeperTest {
  private final TimeoutSweeper deadlines = new TimeoutSweeper();
  private final List<String> ended = new ArrayList<>();

  @Test
  void endsOnceWhatIsOver() {
    deadlines.start(Duration.ZERO, () -> ended.add("over"));
    deadlines.start(Duration.ofDays(1), () -> ended.add("not over"));
    deadlines.sweep();
    deadlines.sweep();
    assertThat(ended).containsExactly("over");
  }

  @Test
  void endsTheOthersAfterOneThatFails() {
    for (int i = 0; i < 3; i++) {
      deadlines.start(
          Duration.ZERO,
          () -> {
            ended.add("failed");
            throw new IllegalStateException("broken");
          });
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(deadlines::sweep).hasMessage("broken");
    }
    deadlines.sweep();
    assertThat(ended).containsExactly("failed", "failed", "failed");
  }

  @Test
  void doesNotEndWhatWasStoppedOrRestarted() {
    deadlines.start(Duration.ZERO, () -> ended.add("stopped")).stop();
    deadlines.start(Duration.ZERO, () -> ended.add("restarted")).restart(Duration.ofDays(1));
    deadlines.sweep();
    assertThat(ended).isEmpty();
  }
}
