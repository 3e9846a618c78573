package io.higuma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code higuma check --wait} waits; the clock moves by a second with each attempt. */
class ReadyWaitTest {
  private static final String ERASE = "\r\u001B[K";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger attempts = new AtomicInteger();

  private Terminal terminal(boolean rewritable) {
    return new Terminal(
        InputStream.nullInputStream(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        Map.of(),
        Path.of(""),
        false,
        rewritable);
  }

  private Optional<String> waited(int seconds, int readyAt) throws InterruptedException {
    return waited(seconds, terminal(false), nanos::get, readyAt);
  }

  private Optional<String> waited(int seconds, Terminal terminal, LongSupplier clock, int readyAt)
      throws InterruptedException {
    return new ReadyWait(Duration.ofSeconds(seconds), Duration.ZERO, terminal, clock)
        .until(
            () -> {
              int number = attempts.incrementAndGet();
              nanos.addAndGet(Duration.ofSeconds(1).toNanos());
              return number < readyAt ? Optional.of(number + " of 3 replicas") : Optional.empty();
            });
  }

  @Test
  void endsWhenNothingIsMissing() throws InterruptedException {
    assertThat(waited(60, 3)).isEmpty();

    assertThat(attempts).hasValue(3);
  }

  @Test
  void endsAfterItsTimeWithWhatIsMissing() throws InterruptedException {
    assertThat(waited(5, 100)).contains("5 of 3 replicas");

    assertThat(attempts).hasValue(5);
  }

  @Test
  void doesNotTryAgainIfTheFirstAttemptTookAllTheTime() throws InterruptedException {
    assertThat(waited(1, 2)).contains("1 of 3 replicas");

    assertThat(attempts).hasValue(1);
  }

  @Test
  void showsForHowLongAndWhatIsMissingOnATerminal() throws InterruptedException {
    // Each look at the clock is so late that the line may be replaced again.
    waited(60, terminal(true), () -> nanos.addAndGet(Duration.ofMillis(100).toNanos()), 3);

    assertThat(err.toString(UTF_8))
        .matches("(?s)" + ERASE.replace("[", "\\[") + "waiting [01] s: the cluster has not .*")
        .containsPattern(ERASE.replace("[", "\\[") + "waiting [12] s: 1 of 3 replicas")
        .containsPattern(ERASE.replace("[", "\\[") + "waiting [23] s: 2 of 3 replicas")
        .endsWith(ERASE);
    assertThat(out.size()).isZero();
  }

  @Test
  void showsNothingInAPipe() throws InterruptedException {
    waited(5, 100);

    assertThat(err.size()).isZero();
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0s", "-2m", "25h", "2"})
  void lengthThatIsNotValidIsAnErrorOfTheCommandLine(String length) {
    var run = CommandRun.of("check", "--wait=" + length, "--namespace", "_");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err())
        .contains("error: --namespace: value '_'")
        .contains("error: --wait: value '" + length + "' is not valid: expected a duration ");
  }
}
