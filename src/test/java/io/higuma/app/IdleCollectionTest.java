package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.loop.LoopSupervisor;
import org.junit.jupiter.api.Test;

class IdleCollectionTest {
  private long collections;
  private int whole;
  private final IdleCollection idle =
      new IdleCollection(
          LoopSupervisor.uncounted(),
          () -> collections,
          () -> {
            collections++;
            whole++;
          });

  @Test
  void collectsTheWholeHeapOnceAfterMuchWork() {
    periodWith(100);
    assertThat(whole).isZero();

    periodWith(0);
    assertThat(whole).isEqualTo(1);
    periodWith(0);
    periodWith(1);
    assertThat(whole).isEqualTo(1);
  }

  @Test
  void waitsAsLongAsThereIsWork() {
    for (int i = 0; i < 20; i++) {
      periodWith(2);
    }
    assertThat(whole).isZero();

    periodWith(1);
    assertThat(whole).isEqualTo(1);
  }

  @Test
  void doesNothingWithoutWork() {
    for (int i = 0; i < 20; i++) {
      periodWith(0);
    }
    assertThat(whole).isZero();
  }

  @Test
  void littleWorkAddsUp() {
    for (int i = 0; i < 20; i++) {
      periodWith(1);
    }
    assertThat(whole).isEqualTo(4);
  }

  private void periodWith(int more) {
    collections += more;
    idle.collectIfIdle();
  }
}
