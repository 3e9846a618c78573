package io.higuma.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SupervisedLoopTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration HEARTBEAT = Duration.ofSeconds(60);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicLong time = new AtomicLong();
  private final LoopSupervisor supervisor = new LoopSupervisor(meters, time::get);
  private Optional<SupervisedLoop> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(SupervisedLoop::close);
  }

  private SupervisedLoop started(SupervisedLoop.Iteration iteration) {
    var loop = supervisor.loop("tried", HEARTBEAT, iteration);
    started = Optional.of(loop);
    loop.start();
    return loop;
  }

  static List<Throwable> faults() {
    return List.of(
        new IllegalStateException("broken"),
        new AssertionError("broken"),
        new StackOverflowError(),
        new OutOfMemoryError("not really"),
        new NoClassDefFoundError("gone"),
        new InterruptedException("by nobody who may"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void continuesAfterAFaultWhichIsCountedAndLoggedWithItsStack(Throwable fault) {
    var logged = new LinkedBlockingQueue<LogRecord>();
    var handler = new Keeping(logged);
    var logger = Logger.getLogger(LoopSupervisor.class.getName());
    logger.addHandler(handler);
    try {
      var turns = new AtomicInteger();
      started(
          _ -> {
            if (turns.incrementAndGet() == 1) {
              broken(fault);
            }
            return NextRun.in(HEARTBEAT);
          });

      await(() -> assertThat(turns).hasValue(2));
      assertThat(faultsOf("tried")).isEqualTo(1);
      assertThat(logged).extracting(LogRecord::getThrown).containsExactly(fault);
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void waitsLongerAfterEachFaultInARow() {
    var at = new LinkedBlockingQueue<Long>();
    started(
        _ -> {
          at.add(System.nanoTime());
          throw new IllegalStateException("broken");
        });

    await(() -> assertThat(at).hasSizeGreaterThanOrEqualTo(5));
    var times = List.copyOf(at);
    assertThat(millis(times, 0)).isBetween(100L, 5_000L);
    assertThat(millis(times, 1)).isGreaterThanOrEqualTo(200);
    assertThat(millis(times, 2)).isGreaterThanOrEqualTo(400);
    assertThat(millis(times, 3)).isGreaterThanOrEqualTo(800);
  }

  private static long millis(List<Long> times, int index) {
    return TimeUnit.NANOSECONDS.toMillis(times.get(index + 1) - times.get(index));
  }

  @Test
  void isOverdueOnlyWhileAnIterationIsStuck() {
    var stuck = new CountDownLatch(1);
    var turns = new AtomicInteger();
    started(
        _ -> {
          if (turns.incrementAndGet() == 1) {
            stuck.await();
          }
          return NextRun.in(Duration.ofMillis(1));
        });
    await(() -> assertThat(turns).hasValue(1));
    pass(HEARTBEAT);
    assertThat(supervisor.overdue()).isEmpty();

    pass(Duration.ofSeconds(15));
    assertThat(supervisor.overdue())
        .containsExactly(new OverdueLoop("tried", Duration.ofSeconds(75), HEARTBEAT));
    assertThat(supervisor.overdue().getFirst())
        .hasToString("loop tried: last heartbeat 75 s ago, limit 60 s");

    stuck.countDown();
    await(() -> assertThat(supervisor.overdue()).isEmpty());
  }

  @Test
  void isNotOverdueWhileALongIterationRecordsHeartbeats() throws InterruptedException {
    BlockingQueue<String> steps = new LinkedBlockingQueue<>();
    var seen = new AtomicInteger();
    var loop =
        started(
            turning -> {
              while (steps.take().equals("beat")) {
                turning.beat();
                seen.incrementAndGet();
              }
              return NextRun.end();
            });
    for (int i = 1; i <= 5; i++) {
      int step = i;
      pass(HEARTBEAT.minusSeconds(1));
      steps.add("beat");
      await(() -> assertThat(seen).hasValue(step));
      assertThat(supervisor.overdue()).isEmpty();
    }
    steps.add("end");
    assertThat(loop.join(LIMIT)).isTrue();
  }

  @Test
  void mayWaitForWorkWithoutLimitButNotRunWithoutLimit() {
    BlockingQueue<String> work = new LinkedBlockingQueue<>();
    var begun = new CountDownLatch(1);
    var stuck = new CountDownLatch(1);
    started(
        turning -> {
          var _ = turning.await(work::take);
          begun.countDown();
          stuck.await();
          return NextRun.atOnce();
        });
    await(() -> assertThat(iterationsOf("tried")).isEqualTo(1));
    await(
        () -> {
          pass(Duration.ofDays(1));
          assertThat(supervisor.overdue()).isEmpty();
        });

    work.add("something");
    await(() -> assertThat(begun.getCount()).isZero());
    pass(HEARTBEAT.multipliedBy(2));
    assertThat(supervisor.overdue()).extracting(OverdueLoop::loop).containsExactly("tried");
    stuck.countDown();
  }

  @Test
  void isOverdueWhereAPauseDoesNotEnd() {
    started(_ -> NextRun.in(Duration.ofMinutes(10)));
    await(
        () -> {
          assertThat(iterationsOf("tried")).isEqualTo(1);
          pass(Duration.ofMinutes(10));
          assertThat(supervisor.overdue()).isEmpty();
          pass(Duration.ofMinutes(2));
          assertThat(supervisor.overdue()).hasSize(1);
        });
  }

  @Test
  void endsAPauseWhenItIsWoken() {
    var turns = new AtomicInteger();
    var loop =
        started(
            _ -> {
              turns.incrementAndGet();
              return NextRun.within(Duration.ofHours(1));
            });
    await(() -> assertThat(turns).hasValue(1));
    loop.wake();
    await(() -> assertThat(turns).hasValue(2));
  }

  @Test
  void endsWhenItIsClosedAndCountsNoFaultForIt() throws InterruptedException {
    var loop = started(turning -> turning.await(new LinkedBlockingQueue<NextRun>()::take));
    await(() -> assertThat(iterationsOf("tried")).isEqualTo(1));

    loop.close();

    assertThat(loop.join(LIMIT)).isTrue();
    assertThat(faultsOf("tried")).isZero();
    pass(Duration.ofDays(1));
    assertThat(supervisor.overdue()).isEmpty();
  }

  @Test
  void endsWhereItsWorkIsDone() throws InterruptedException {
    var loop = started(_ -> NextRun.end());

    assertThat(loop.join(LIMIT)).isTrue();
    assertThat(iterationsOf("tried")).isEqualTo(1);
    pass(Duration.ofDays(1));
    assertThat(supervisor.overdue()).isEmpty();
  }

  @Test
  void doesNotRunIfClosedBeforeItsStart() throws InterruptedException {
    var loop = supervisor.loop("tried", HEARTBEAT, _ -> NextRun.atOnce());
    loop.close();
    loop.start();

    assertThat(loop.join(LIMIT)).isTrue();
    assertThat(iterationsOf("tried")).isZero();
  }

  @Test
  void countsFaultsOfTasks() {
    supervisor.task("once", SupervisedLoopTest::fail);
    supervisor.platformTask("once on a platform thread", SupervisedLoopTest::fail);
    supervisor.guarded("elsewhere", SupervisedLoopTest::fail).run();

    await(
        () ->
            assertThat(List.of("once", "once on a platform thread", "elsewhere"))
                .allSatisfy(name -> assertThat(faultsOf(name)).isEqualTo(1)));
  }

  private static void fail() {
    throw new IllegalStateException("broken");
  }

  private void pass(Duration duration) {
    time.addAndGet(duration.toNanos());
  }

  private double faultsOf(String name) {
    return count("higuma_loop_faults", name);
  }

  private double iterationsOf(String name) {
    return count("higuma_loop_turns", name);
  }

  private double count(String metric, String name) {
    return meters.get(metric).tag("loop", name).counter().count();
  }

  private static void await(org.awaitility.core.ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }

  private static void broken(Throwable fault) throws InterruptedException {
    switch (fault) {
      case RuntimeException broken -> throw broken;
      case Error broken -> throw broken;
      case InterruptedException interrupted -> throw interrupted;
      default -> throw new IllegalArgumentException(fault);
    }
  }

  /** Records log entries. */
  private static final class Keeping extends Handler {
    private final BlockingQueue<LogRecord> records;

    Keeping(BlockingQueue<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
