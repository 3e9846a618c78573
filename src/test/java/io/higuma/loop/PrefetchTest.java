package io.higuma.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrefetchTest {
  @Test
  void computesTheValueOnAnotherThread() {
    var thread = Prefetch.start(Thread::currentThread);
    assertThat(thread.get()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void throwsWhatTheSourceThrows() {
    var failing =
        Prefetch.start(
            () -> {
              throw new IllegalStateException("unreadable");
            });
    assertThatThrownBy(failing::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("unreadable");
  }
}
