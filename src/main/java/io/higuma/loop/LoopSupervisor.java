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
 * Starts everything that a process does in the background, and knows whether its loops are alive.
 * Whatever throws is logged with its stack and counted in {@code higuma_loop_faults_total}, by the
 * name of the loop or task.
 */
public final class LoopSupervisor {
  private static final Logger LOG = Logger.getLogger(LoopSupervisor.class);

  private final MeterRegistry meters;
  private final LongSupplier nanos;
  private final Set<SupervisedLoop> running = ConcurrentHashMap.newKeySet();

  /**
   * Of a process in which nothing runs yet.
   *
   * @param meters where turns and faults are counted
   * @param nanos a clock that only runs forward, by which heartbeats grow old
   */
  public LoopSupervisor(MeterRegistry meters, LongSupplier nanos) {
    this.meters = meters;
    this.nanos = nanos;
  }

  /** One that logs faults and counts them nowhere, for commands that show no metrics. */
  public static LoopSupervisor uncounted() {
    return new LoopSupervisor(new CompositeMeterRegistry(), System::nanoTime);
  }

  /**
   * A loop that is not started yet.
   *
   * @param name of the loop and of its thread; the label {@code loop} of its metrics
   * @param limit how old its heartbeat may be: longer than any part of a turn without a heartbeat
   */
  public SupervisedLoop loop(String name, Duration limit, SupervisedLoop.Turn turn) {
    var _ = faults(name);
    return new SupervisedLoop(name, limit, turn, this);
  }

  /** Runs this once, on a virtual thread. */
  public void task(String name, Runnable task) {
    var _ = Thread.ofVirtual().name(name).start(guarded(name, task));
  }

  /** Runs this once, on a platform thread that does not keep the process alive. */
  public void platformTask(String name, Runnable task) {
    var _ = Thread.ofPlatform().daemon().name(name).start(guarded(name, task));
  }

  /** Runs this when the process is told to stop. */
  public void onShutdown(String name, Runnable task) {
    Runtime.getRuntime().addShutdownHook(new Thread(guarded(name, task), name));
  }

  /**
   * Runs this once after a while, on the event loop of the caller or, elsewhere, on any of them.
   *
   * @return the timer's number, by which Vert.x can cancel it
   */
  public long after(Vertx vertx, Duration delay, String name, Runnable task) {
    Runnable guarded = guarded(name, task);
    return vertx.setTimer(delay.toMillis(), _ -> guarded.run());
  }

  /** The same task, whose faults are logged and counted instead of thrown. */
  public Runnable guarded(String name, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable fault) {
        fault(name, fault, "is given up");
      }
    };
  }

  /** The loops whose heartbeat is older than their limit, by name; empty where all are alive. */
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

  Counter turns(String loop) {
    return counter("turns", "Turns of loops in the background", loop);
  }

  /**
   * Logs and counts a fault; throws none, even where there is no memory left for it.
   *
   * @param name of the loop or task
   * @param consequence what becomes of it, as in "… is given up"
   */
  public void fault(String name, Throwable fault, String consequence) {
    try {
      faults(name).increment();
      LOG.errorf(fault, "%s: a fault of our own; it %s", name, consequence);
    } catch (RuntimeException | Error unsaid) {
      fault.addSuppressed(unsaid);
    }
  }

  private Counter faults(String name) {
    return counter("faults", "Faults of loops and tasks in the background", name);
  }

  private Counter counter(String what, String description, String loop) {
    return Counter.builder("higuma_loop_" + what)
        .description(description)
        .tag("loop", loop)
        .register(meters);
  }
}
