package io.higuma.cluster.controller;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.OverdueLoop;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Loops that take keys from a queue until they are stopped. */
final class Workers {
  private static final Logger LOG = Logger.getLogger(Workers.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** One look makes a handful of calls, each of which ends by itself after seconds. */
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(5);

  /** What is done with a key. */
  interface Work {
    ReconcileResult on(ObjectKey key) throws IOException, InterruptedException;
  }

  private final WorkQueue<ObjectKey> queue;
  private final Work work;
  private final ReconcileMetrics metrics;
  private final ReconcileListener listener;
  private final LoopSupervisor supervisor;
  private final List<SupervisedLoop> loops = new CopyOnWriteArrayList<>();

  Workers(
      WorkQueue<ObjectKey> queue,
      Work work,
      ReconcileMetrics metrics,
      ReconcileListener listener,
      LoopSupervisor supervisor) {
    this.queue = queue;
    this.work = work;
    this.metrics = metrics;
    this.listener = listener;
    this.supervisor = supervisor;
  }

  /** Begins with so many loops, and ends those that may be left. */
  void start(int count) {
    loops.forEach(SupervisedLoop::close);
    loops.clear();
    for (int i = 0; i < Math.max(1, count); i++) {
      loops.add(loop("dataplanes " + i));
    }
    loops.forEach(SupervisedLoop::start);
  }

  /** Returns when no worker works any more, or after five seconds. */
  void stop() throws InterruptedException {
    loops.forEach(SupervisedLoop::close);
    long end = System.nanoTime() + STOP_LIMIT.toNanos();
    for (SupervisedLoop loop : loops) {
      if (!loop.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        LOG.warnf("%s does not end", loop);
      }
    }
    loops.clear();
  }

  /** Those that are stuck in a look. */
  Stream<OverdueLoop> overdue() {
    return loops.stream().map(SupervisedLoop::overdue).flatMap(Optional::stream);
  }

  private SupervisedLoop loop(String name) {
    return supervisor.loop(name, HEARTBEAT_LIMIT, this::turn);
  }

  private NextRun turn(SupervisedLoop loop) throws InterruptedException {
    work(loop.await(queue::take));
    return NextRun.atOnce();
  }

  private void work(ObjectKey key) throws InterruptedException {
    long start = System.nanoTime();
    // Who is interrupted leads no more.
    ReconcileResult outcome = new ReconcileResult.Retry(ReconcileOutcome.NOT_LEADING);
    try {
      outcome = work.on(key);
    } catch (IOException e) {
      LOG.debugf("%s: %s", key, e.getMessage());
      outcome = new ReconcileResult.Retry(ReconcileOutcome.REFUSED);
    } catch (RuntimeException e) {
      outcome = new ReconcileResult.Retry(ReconcileOutcome.FAULT);
      metrics.fault();
      LOG.errorf(e, "%s: a fault of our own", key);
    } catch (Error e) {
      outcome = new ReconcileResult.Retry(ReconcileOutcome.FAULT);
      metrics.fault();
      throw e;
    } finally {
      switch (outcome) {
        case ReconcileResult.Done _ -> queue.done(key);
        case ReconcileResult.Retry(_, Duration atLeast) -> queue.retry(key, atLeast);
      }
      long nanos = System.nanoTime() - start;
      metrics.reconciled(outcome.ending(), nanos);
      listener.looked(key, outcome.ending(), nanos);
    }
  }
}
