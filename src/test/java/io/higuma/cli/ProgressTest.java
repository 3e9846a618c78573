package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final String ERASE = "\r\u001B[K";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void rewritesOneLineAndErasesItAtTheEnd() {
    try (var progress = new Progress(terminal(true), nanos::get)) {
      progress.show("1 of 3");
      nanos.addAndGet(100_000_000);
      progress.show("2 of 3");
    }

    assertThat(err.toString(UTF_8)).isEqualTo(ERASE + "1 of 3" + ERASE + "2 of 3" + ERASE);
    assertThat(out.size()).isZero();
  }

  @Test
  void writesAtMostTenTimesASecond() {
    try (var progress = new Progress(terminal(true), nanos::get)) {
      for (int i = 0; i < 1000; i++) {
        progress.show("*");
        nanos.addAndGet(1_000_000);
      }
    }

    assertThat(err.toString(UTF_8).chars().filter(c -> c == '*')).hasSize(10);
  }

  @Test
  void writesNothingIntoAPipe() {
    try (var progress = new Progress(terminal(false), nanos::get)) {
      progress.show("1 of 3");
    }

    assertThat(err.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"'', 79", "20, 19", "wide, 79", "0, 1"})
  void cutsWhatDoesNotFitIntoOneRow(String columns, int shown) {
    var terminal = terminal(true, Map.of("COLUMNS", columns));
    try (var progress = new Progress(terminal, nanos::get)) {
      progress.show("*".repeat(200));
    }

    assertThat(err.toString(UTF_8)).isEqualTo(ERASE + "*".repeat(shown - 1) + "…" + ERASE);
  }

  @Test
  void writesNothingIfThereWasNoProgress() {
    new Progress(terminal(true), nanos::get).close();

    assertThat(err.size()).isZero();
  }

  private Terminal terminal(boolean rewritable) {
    return terminal(rewritable, Map.of());
  }

  private Terminal terminal(boolean rewritable, Map<String, String> env) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        env,
        Path.of(""),
        false,
        rewritable);
  }
}
