package io.higuma.loop;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Background loop on a virtual thread that runs iterations until it is closed or an iteration ends
 * it. If an iteration throws, the exception is logged with its stack trace and counted, and the
 * next iteration runs after a backoff that doubles from 100 ms to 30 s while iterations fail in a
 * row.
 *
 * <p>A heartbeat is recorded at the start of each iteration and at each call of {@link #beat}.
 * While the loop pauses or waits for work in {@link #await}, no heartbeat is due.
 */
public final class SupervisedLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SupervisedLoop.class);
  private static final long INITIAL_BACKOFF_MILLIS = 100;
  private static final long MAX_BACKOFF_MILLIS = 30_000;
  private static final int MAX_DOUBLINGS = 10;

  /** One iteration of a loop. */
  @FunctionalInterface
  public interface Iteration {
    /**
     * Does the work that is due.
     *
     * @param loop that runs the iteration
     * @return when the next iteration runs
     */
    NextRun run(SupervisedLoop loop) throws InterruptedException;
  }

  /**
   * A blocking source of work, such as a queue.
   *
   * @param <T> the kind of work
   */
  @FunctionalInterface
  public interface Source<T> {
    /** Blocks until there is work. */
    T take() throws InterruptedException;
  }

  /** The time in nanoseconds from which the age of the heartbeat counts, unless none is due. */
  private record Heartbeat(long nanos, boolean isDue) {}

  private final String name;
  private final Duration limit;
  private final Iteration iteration;
  private final LoopSupervisor supervisor;
  private final Counter iterations;
  private final Thread thread;
  private final Semaphore woken = new Semaphore(0);
  private volatile Heartbeat heartbeat = new Heartbeat(0, false);
  private volatile boolean closed;

  SupervisedLoop(String name, Duration limit, Iteration iteration, LoopSupervisor supervisor) {
    this.name = name;
    this.limit = limit;
    this.iteration = iteration;
    this.supervisor = supervisor;
    this.iterations = supervisor.iterations(name);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Starts the first iteration. Does nothing if the loop was started or closed before. */
  public synchronized void start() {
    if (!closed && !isStarted()) {
      beat();
      supervisor.add(this);
      thread.start();
    }
  }

  /** Whether the loop was started, even if it has ended. */
  public boolean isStarted() {
    return thread.getState() != Thread.State.NEW;
  }

  /** Ends the current pause after its minimum, or the next pause if the loop is not pausing. */
  public void wake() {
    woken.release();
  }

  /** Records a heartbeat; for iterations that may take longer than the limit. */
  public void beat() {
    heartbeat = new Heartbeat(supervisor.nanos(), true);
  }

  /** Waits for work within an iteration, without a time limit. */
  public <T> T await(Source<T> source) throws InterruptedException {
    heartbeat = new Heartbeat(0, false);
    try {
      return source.take();
    } finally {
      beat();
    }
  }

  /** Logs and counts a fault that does not end the iteration. */
  public void recordFault(Throwable fault) {
    supervisor.fault(name, fault, "continues its iteration");
  }

  /** The age of the last heartbeat, if it is older than the limit. */
  public Optional<OverdueLoop> overdue() {
    Heartbeat last = heartbeat;
    Duration age = Duration.ofNanos(supervisor.nanos() - last.nanos());
    return last.isDue() && !closed && age.compareTo(limit) > 0
        ? Optional.of(new OverdueLoop(name, age, limit))
        : Optional.empty();
  }

  /** Stops the loop: interrupts the current iteration and does not wait for its end. */
  @Override
  public synchronized void close() {
    closed = true;
    supervisor.remove(this);
    if (!Thread.currentThread().equals(thread)) {
      thread.interrupt();
    }
  }

  /** Waits for the end of the loop; returns false on timeout. */
  public boolean join(Duration time) throws InterruptedException {
    return !isStarted() || thread.join(time);
  }

  @Override
  public String toString() {
    return name;
  }

  private void run() {
    NextRun next = NextRun.atOnce();
    int failures = 0;
    while (!closed && next instanceof NextRun.After(Duration atLeast, Duration atMost)) {
      try {
        pause(atLeast, atMost);
        beat();
        iterations.increment();
        next = iteration.run(this);
        failures = 0;
      } catch (Throwable fault) {
        // Errors too: otherwise only a missing heartbeat would show that the loop has ended.
        if (closed) {
          LOG.debugf(fault, "loop %s ends", name);
        } else {
          next = NextRun.in(backoff(failures++));
          supervisor.fault(name, fault, "runs again after a backoff");
        }
      }
    }
    supervisor.remove(this);
  }

  private static Duration backoff(int failures) {
    long doubled = INITIAL_BACKOFF_MILLIS << Math.min(failures, MAX_DOUBLINGS);
    return Duration.ofMillis(Math.min(doubled, MAX_BACKOFF_MILLIS));
  }

  private void pause(Duration atLeast, Duration atMost) throws InterruptedException {
    if (atMost.isZero()) {
      return;
    }
    heartbeat = new Heartbeat(supervisor.nanos() + atMost.toNanos(), true);
    Thread.sleep(atLeast);
    if (woken.tryAcquire(atMost.minus(atLeast).toNanos(), TimeUnit.NANOSECONDS)) {
      var _ = woken.drainPermits();
    }
  }
}
