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

/** Worker loops that reconcile the keys of a work queue. */
final class Workers {
  private static final Logger LOG = Logger.getLogger(Workers.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** A reconcile makes a few requests, each with a timeout of seconds. */
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(5);

  /** Reconciles a key. */
  interface Reconciler {
    ReconcileResult reconcile(ObjectKey key) throws IOException, InterruptedException;
  }

  private final WorkQueue<ObjectKey> queue;
  private final Reconciler reconciler;
  private final ReconcileMetrics metrics;
  private final ReconcileListener listener;
  private final LoopSupervisor supervisor;
  private final List<SupervisedLoop> loops = new CopyOnWriteArrayList<>();

  Workers(
      WorkQueue<ObjectKey> queue,
      Reconciler reconciler,
      ReconcileMetrics metrics,
      ReconcileListener listener,
      LoopSupervisor supervisor) {
    this.queue = queue;
    this.reconciler = reconciler;
    this.metrics = metrics;
    this.listener = listener;
    this.supervisor = supervisor;
  }

  /** Starts {@code count} loops, at least one, and closes loops of an earlier start. */
  void start(int count) {
    loops.forEach(SupervisedLoop::close);
    loops.clear();
    for (int i = 0; i < Math.max(1, count); i++) {
      loops.add(loop("dataplanes " + i));
    }
    loops.forEach(SupervisedLoop::start);
  }

  /** Stops the loops and waits up to five seconds for them. */
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

  /** Loops whose heartbeat is overdue. */
  Stream<OverdueLoop> overdue() {
    return loops.stream().map(SupervisedLoop::overdue).flatMap(Optional::stream);
  }

  private SupervisedLoop loop(String name) {
    return supervisor.loop(name, HEARTBEAT_LIMIT, this::iterate);
  }

  private NextRun iterate(SupervisedLoop loop) throws InterruptedException {
    process(loop.await(queue::take));
    return NextRun.atOnce();
  }

  private void process(ObjectKey key) throws InterruptedException {
    long start = System.nanoTime();
    // Interrupted workers belong to a former leader.
    ReconcileResult result = new ReconcileResult.Retry(ReconcileOutcome.NOT_LEADING);
    try {
      result = reconciler.reconcile(key);
    } catch (IOException e) {
      LOG.debugf("%s: %s", key, e.getMessage());
      result = new ReconcileResult.Retry(ReconcileOutcome.REFUSED);
    } catch (RuntimeException e) {
      result = new ReconcileResult.Retry(ReconcileOutcome.FAULT);
      metrics.fault();
      LOG.errorf(e, "%s: internal error", key);
    } catch (Error e) {
      result = new ReconcileResult.Retry(ReconcileOutcome.FAULT);
      metrics.fault();
      throw e;
    } finally {
      switch (result) {
        case ReconcileResult.Done _ -> queue.done(key);
        case ReconcileResult.Retry(_, Duration atLeast) -> queue.retry(key, atLeast);
      }
      long nanos = System.nanoTime() - start;
      metrics.reconciled(result.outcome(), nanos);
      listener.reconciled(key, result.outcome(), nanos);
    }
  }
}
