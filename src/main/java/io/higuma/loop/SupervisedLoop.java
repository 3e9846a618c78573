package io.higuma.loop;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A virtual thread that takes turns until it is closed or a turn ends it. A turn that throws is
 * logged with its stack and counted, and the next turn follows after a pause that doubles from 100
 * ms to 30 s while turns fail in a row.
 *
 * <p>A heartbeat is noted at the begin of each turn and wherever a turn calls {@link #beat}. While
 * the loop pauses or waits for work by {@link #await}, no heartbeat is due.
 */
public final class SupervisedLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SupervisedLoop.class);
  private static final long FIRST_BACKOFF_MILLIS = 100;
  private static final long LONGEST_BACKOFF_MILLIS = 30_000;
  private static final int DOUBLINGS = 10;

  /** One turn of a loop. */
  @FunctionalInterface
  public interface Turn {
    /**
     * Does the work that is due.
     *
     * @param loop whose turn it is
     * @return when the next turn is
     */
    NextRun run(SupervisedLoop loop) throws InterruptedException;
  }

  /**
   * Where work comes from.
   *
   * @param <T> the kind of work
   */
  @FunctionalInterface
  public interface Source<T> {
    /** Blocks until there is work. */
    T take() throws InterruptedException;
  }

  /** The nanosecond from which on the age of the heartbeat counts, unless none is due. */
  private record Heartbeat(long nanos, boolean isDue) {}

  private final String name;
  private final Duration limit;
  private final Turn turn;
  private final LoopSupervisor supervisor;
  private final Counter turns;
  private final Thread thread;
  private final Semaphore woken = new Semaphore(0);
  private volatile Heartbeat heartbeat = new Heartbeat(0, false);
  private volatile boolean closed;

  SupervisedLoop(String name, Duration limit, Turn turn, LoopSupervisor supervisor) {
    this.name = name;
    this.limit = limit;
    this.turn = turn;
    this.supervisor = supervisor;
    this.turns = supervisor.turns(name);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Begins with the first turn. Does nothing where the loop was started or closed before. */
  public synchronized void start() {
    if (!closed && !isStarted()) {
      beat();
      supervisor.add(this);
      thread.start();
    }
  }

  /** Whether it has been started, even if it has ended since. */
  public boolean isStarted() {
    return thread.getState() != Thread.State.NEW;
  }

  /** Ends a pause that may be ended, else the next one. */
  public void wake() {
    woken.release();
  }

  /** Shows that the turn goes on; for turns that may take longer than the limit. */
  public void beat() {
    heartbeat = new Heartbeat(supervisor.nanos(), true);
  }

  /** Waits for work within a turn, however long. */
  public <T> T await(Source<T> source) throws InterruptedException {
    heartbeat = new Heartbeat(0, false);
    try {
      return source.take();
    } finally {
      beat();
    }
  }

  /** Logs and counts a fault which the turn itself survives. */
  public void survived(Throwable fault) {
    supervisor.fault(name, fault, "goes on with its turn");
  }

  /** How old the last heartbeat is, if it is older than the limit. */
  public Optional<OverdueLoop> overdue() {
    Heartbeat last = heartbeat;
    Duration age = Duration.ofNanos(supervisor.nanos() - last.nanos());
    return last.isDue() && !closed && age.compareTo(limit) > 0
        ? Optional.of(new OverdueLoop(name, age, limit))
        : Optional.empty();
  }

  /** Takes no further turn and interrupts the present one; does not wait for its end. */
  @Override
  public synchronized void close() {
    closed = true;
    supervisor.remove(this);
    if (!Thread.currentThread().equals(thread)) {
      thread.interrupt();
    }
  }

  /** Waits for its end; false where it has not ended within this time. */
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
        turns.increment();
        next = turn.run(this);
        failures = 0;
      } catch (Throwable fault) {
        // Errors too: a loop that ended by one would be missed by nobody but the heartbeat.
        if (closed) {
          LOG.debugf(fault, "loop %s ends", name);
        } else {
          next = NextRun.in(backoff(failures++));
          supervisor.fault(name, fault, "takes its next turn after a pause");
        }
      }
    }
    supervisor.remove(this);
  }

  private static Duration backoff(int before) {
    long doubled = FIRST_BACKOFF_MILLIS << Math.min(before, DOUBLINGS);
    return Duration.ofMillis(Math.min(doubled, LONGEST_BACKOFF_MILLIS));
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
