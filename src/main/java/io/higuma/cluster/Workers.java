package io.higuma.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Virtual threads that take keys from a queue until they are stopped. */
final class Workers {
  private static final Logger LOG = Logger.getLogger(Workers.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /** What is done with a key. */
  interface Work {
    Outcome on(Key key) throws IOException, InterruptedException;
  }

  private final WorkQueue<Key> queue;
  private final Work work;
  private final LoopMetrics metrics;
  private final LookListener listener;
  private final List<Thread> threads = new ArrayList<>();

  Workers(WorkQueue<Key> queue, Work work, LoopMetrics metrics, LookListener listener) {
    this.queue = queue;
    this.work = work;
    this.metrics = metrics;
    this.listener = listener;
  }

  void start(int count) {
    for (int i = 0; i < Math.max(1, count); i++) {
      threads.add(Thread.ofVirtual().name("dataplanes " + i).start(this::run));
    }
  }

  /** Returns when no worker works any more, or after five seconds. */
  void stop() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    long end = System.nanoTime() + STOP_LIMIT.toNanos();
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        LOG.warnf("%s does not end", thread.getName());
      }
    }
    threads.clear();
  }

  private void run() {
    try {
      while (true) {
        work(queue.take());
      }
    } catch (InterruptedException e) {
      LOG.debug("a worker ends");
    }
  }

  private void work(Key key) throws InterruptedException {
    long start = System.nanoTime();
    // Who is interrupted leads no more.
    Outcome outcome = new Outcome.Retry(Ending.NOT_LEADING);
    try {
      outcome = work.on(key);
    } catch (IOException e) {
      LOG.debugf("%s: %s", key, e.getMessage());
      outcome = new Outcome.Retry(Ending.REFUSED);
    } catch (RuntimeException e) {
      outcome = new Outcome.Retry(Ending.FAULT);
      metrics.fault();
      LOG.errorf(e, "%s: a fault of our own", key);
    } finally {
      switch (outcome) {
        case Outcome.Done _ -> queue.done(key);
        case Outcome.Retry(_, Duration atLeast) -> queue.retry(key, atLeast);
      }
      long nanos = System.nanoTime() - start;
      metrics.reconciled(outcome.ending(), nanos);
      listener.looked(key, outcome.ending(), nanos);
    }
  }
}
