package io.higuma.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Runs background loops and tasks, and checks the heartbeats of loops. Exceptions are logged with
 * their stack trace and counted in {@code higuma_loop_faults_total} by the name of the loop or
 * task.
 */
public final class LoopSupervisor {
  private static final Logger LOG = Logger.getLogger(LoopSupervisor.class);

  private final MeterRegistry meters;
  private final LongSupplier nanos;
  private final Set<SupervisedLoop> running = ConcurrentHashMap.newKeySet();

  /**
   * Creates a supervisor without loops.
   *
   * @param meters registry of the iteration and fault counters
   * @param nanos monotonic clock for the age of heartbeats
   */
  public LoopSupervisor(MeterRegistry meters, LongSupplier nanos) {
    this.meters = meters;
    this.nanos = nanos;
  }

  /** A supervisor that logs faults without counting them, for commands without metrics. */
  public static LoopSupervisor uncounted() {
    return new LoopSupervisor(new CompositeMeterRegistry(), System::nanoTime);
  }

  /**
   * Creates a loop without starting it.
   *
   * @param name of the loop and of its thread; the label {@code loop} of its metrics
   * @param limit maximum age of its heartbeat: longer than any part of an iteration without a
   *     heartbeat
   */
  public SupervisedLoop loop(String name, Duration limit, SupervisedLoop.Iteration iteration) {
    var _ = faults(name);
    return new SupervisedLoop(name, limit, iteration, this);
  }

  /** Runs a task once, on a virtual thread. */
  public void task(String name, Runnable task) {
    var _ = Thread.ofVirtual().name(name).start(guarded(name, task));
  }

  /** Runs a task once, on a platform daemon thread. */
  public void platformTask(String name, Runnable task) {
    var _ = Thread.ofPlatform().daemon().name(name).start(guarded(name, task));
  }

  /** Runs a task when the process shuts down. */
  public void onShutdown(String name, Runnable task) {
    Runtime.getRuntime().addShutdownHook(new Thread(guarded(name, task), name));
  }

  /**
   * Runs a task once after a delay, on the caller's event loop or, if the caller is not on one, on
   * any.
   *
   * @return the id of the Vert.x timer, to cancel it
   */
  public long after(Vertx vertx, Duration delay, String name, Runnable task) {
    Runnable guarded = guarded(name, task);
    return vertx.setTimer(delay.toMillis(), _ -> guarded.run());
  }

  /** Wraps a task so that exceptions are logged and counted instead of thrown. */
  public Runnable guarded(String name, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable fault) {
        fault(name, fault, "is not retried");
      }
    };
  }

  /**
   * The loops whose heartbeat is older than their limit, sorted by name; empty if all are alive.
   */
  public List<OverdueLoop> overdue() {
    return running.stream()
        .map(SupervisedLoop::overdue)
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(OverdueLoop::loop))
        .toList();
  }

  long nanos() {
    return nanos.getAsLong();
  }

  void add(SupervisedLoop loop) {
    running.add(loop);
  }

  void remove(SupervisedLoop loop) {
    running.remove(loop);
  }

  Counter iterations(String loop) {
    return counter("turns", "Iterations of background loops", loop);
  }

  /**
   * Logs and counts a fault; never throws, even if memory is exhausted.
   *
   * @param name of the loop or task
   * @param consequence what happens next, as in "it is not retried"
   */
  public void fault(String name, Throwable fault, String consequence) {
    try {
      faults(name).increment();
      LOG.errorf(fault, "%s: internal error; it %s", name, consequence);
    } catch (RuntimeException | Error loggingFailure) {
      fault.addSuppressed(loggingFailure);
    }
  }

  private Counter faults(String name) {
    return counter("faults", "Faults of background loops and tasks", name);
  }

  private Counter counter(String what, String description, String loop) {
    return Counter.builder("higuma_loop_" + what)
        .description(description)
        .tag("loop", loop)
        .register(meters);
  }
}
