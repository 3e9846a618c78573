package io.higuma.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Load generator with eight persistent connections, one thread each. */
final class Load implements AutoCloseable {
  static final int CONNECTIONS = 8;

  /** Maximum run time as a multiple of the planned time; later calls are not sent. */
  private static final int MAX_TIME_FACTOR = 3;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final List<Caller> callers = new ArrayList<>();
  private final byte[] expected;

  /**
   * Connects.
   *
   * @throws IllegalStateException if the response is not an injection
   */
  Load(int port) throws IOException {
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        callers.add(Caller.connect(port));
      }
      this.expected = callers.getFirst().call();
      if (!WebhookCall.isInjection(expected)) {
        throw new IllegalStateException("Not an injection: " + new String(expected, UTF_8));
      }
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /**
   * The result of calls at a fixed rate.
   *
   * @param latencies from the scheduled time of a call to its response
   * @param failed number of wrong responses and of calls that were not sent in time
   */
  record Outcome(Latencies latencies, long failed) {}

  /**
   * Closed loop: each connection sends its next call after the last response.
   *
   * @return the number of wrong responses
   */
  long closed(long calls, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    return together(
            caller -> {
              long failed = 0;
              for (long i = calls / CONNECTIONS; i > 0 && System.nanoTime() < end; i--) {
                failed += isExpected(caller) ? 0 : 1;
              }
              return failed;
            })
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * Open loop: calls at a fixed rate, regardless of earlier responses. A call that waits for its
   * connection is measured from its scheduled time.
   */
  Outcome open(int perSecond, int seconds) {
    long start = System.nanoTime() + SECOND / 10;
    long end = start + SECOND * MAX_TIME_FACTOR * seconds;
    int each = perSecond * seconds / CONNECTIONS;
    List<Outcome> parts =
        together(
            caller -> {
              long[] times = new long[each];
              int connection = callers.indexOf(caller);
              long failed = 0;
              int sent = 0;
              for (; sent < each && System.nanoTime() < end; sent++) {
                long number = (long) sent * CONNECTIONS + connection;
                long due = start + number * SECOND / perSecond;
                await(due);
                failed += isExpected(caller) ? 0 : 1;
                times[sent] = System.nanoTime() - due;
              }
              return new Outcome(new Latencies(Arrays.copyOf(times, sent)), failed + each - sent);
            });
    return new Outcome(
        Latencies.together(parts.stream().map(Outcome::latencies).toList()),
        parts.stream().mapToLong(Outcome::failed).sum());
  }

  /** All responses to the same call are equal. */
  private boolean isExpected(Caller caller) throws IOException {
    return Arrays.equals(expected, caller.call());
  }

  private static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private interface Work<T> {
    T with(Caller caller) throws IOException;
  }

  private <T> List<T> together(Work<T> work) {
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Callable<T>> tasks =
          callers.stream().map(caller -> (Callable<T>) () -> work.with(caller)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> part : threads.invokeAll(tasks)) {
        results.add(part.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Caller caller : callers) {
      caller.close();
    }
  }
}
