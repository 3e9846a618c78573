package io.higuma.cluster;

import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneResult;
import io.higuma.dataplane.PodView;
import io.higuma.dataplane.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes the Dataplane of one Pod what it should be, from what the stores have now. */
final class DataplaneReconciler {
  private static final Logger LOG = Logger.getLogger(DataplaneReconciler.class);

  /** A Pod often comes before its ReplicaSet is seen; that is not worth an Event. */
  private static final int SILENT_FAILURES = 6;

  private static final int TURNS = 3;
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(20);
  private static final String PREFIX = "unable to translate a Pod into a Dataplane: ";

  /** How long a key has been waiting, and how often it failed. */
  interface History {
    Duration since(Key key);

    int failures(Key key);
  }

  private final ClusterStores stores;
  private final DataplaneFactory factory;
  private final StoredNeighbours neighbours;
  private final DataplaneWriter writer;
  private final RewriteGuard guard;
  private final PodEvents events;
  private final LoopMetrics metrics;
  private final History history;

  /** What a reconciler works with. */
  record Parts(
      ClusterStores stores,
      DataplaneFactory factory,
      DataplaneWriter writer,
      RewriteGuard guard,
      PodEvents events,
      LoopMetrics metrics,
      History history) {}

  DataplaneReconciler(Parts parts) {
    this.stores = parts.stores();
    this.factory = parts.factory();
    this.neighbours = new StoredNeighbours(parts.stores());
    this.writer = parts.writer();
    this.guard = parts.guard();
    this.events = parts.events();
    this.metrics = parts.metrics();
    this.history = parts.history();
  }

  /** Looks at one Pod. A Pod that is gone takes its Dataplane with it by garbage collection. */
  Outcome reconcile(Key key) throws IOException, InterruptedException {
    Optional<PodView> found = stores.pods().store().find(key);
    if (found.isEmpty() || terminating(key.namespace())) {
      return new Outcome.Done(Ending.GONE);
    }
    PodView pod = found.get();
    return switch (factory.convert(pod, neighbours).result()) {
      case DataplaneResult.None none ->
          none.reason().deletes() ? delete(key) : new Outcome.Done(Ending.NOT_WANTED);
      case DataplaneResult.Failed failed -> failed(pod, key, failed.problems());
      case DataplaneResult.Dataplane wanted -> write(pod, key, wanted);
    };
  }

  private boolean terminating(String namespace) {
    return stores
        .namespaces()
        .store()
        .find("", namespace)
        .map(NamespaceFacts::terminating)
        .orElse(false);
  }

  private Outcome failed(PodView pod, Key key, List<Problem> problems) {
    metrics.failed();
    boolean passing = problems.stream().anyMatch(problem -> problem.code().passing());
    boolean silent = passing && history.failures(key) < SILENT_FAILURES;
    List<Problem> told = problems.stream().filter(problem -> problem.code().event()).toList();
    if (!silent && !told.isEmpty()) {
      events.failed(pod, PREFIX + Problem.join(told));
    }
    return passing ? new Outcome.Retry(Ending.FAILED) : new Outcome.Done(Ending.FAILED);
  }

  private Outcome delete(Key key) throws IOException, InterruptedException {
    for (int turn = 0; turn < TURNS; turn++) {
      Optional<StoredDataplane> stored = stores.dataplanes().store().find(key);
      if (stored.isEmpty()) {
        return new Outcome.Done(Ending.NOT_WANTED);
      }
      guard.writing(key, Optional.empty());
      switch (writer.delete(key, stored.get())) {
        case DataplaneWriter.Result.Written _ -> {
          guard.written(key);
          metrics.deleted();
          return new Outcome.Done(Ending.DELETED);
        }
        case DataplaneWriter.Result.Fenced _ -> {
          return new Outcome.Done(Ending.NOT_LEADING);
        }
        case DataplaneWriter.Result.Refused(ApiAnswer answer) -> {
          return refused(key, answer);
        }
        case DataplaneWriter.Result.Stale _ -> LOG.debugf("%s: not as it was, once more", key);
      }
    }
    return new Outcome.Retry(Ending.STALE);
  }

  private Outcome write(PodView pod, Key key, DataplaneResult.Dataplane wanted)
      throws IOException, InterruptedException {
    for (int turn = 0; turn < TURNS; turn++) {
      Optional<StoredDataplane> stored = stores.dataplanes().store().find(key);
      if (stored.isPresent() && stored.get().digest().equals(wanted.digest())) {
        right(key, stored.get());
        return new Outcome.Done(Ending.UNCHANGED);
      }
      Duration pause = guard.pause(key);
      if (!pause.isZero()) {
        return contested(pod, pause);
      }
      guard.writing(key, Optional.of(wanted.digest()));
      DataplaneWriter.Result result =
          stored.isPresent()
              ? writer.update(key, wanted, stored.get())
              : writer.create(key, wanted);
      switch (result) {
        case DataplaneWriter.Result.Written _ -> {
          guard.written(key);
          return new Outcome.Done(written(pod, key, stored.isEmpty()));
        }
        case DataplaneWriter.Result.Fenced _ -> {
          return new Outcome.Done(Ending.NOT_LEADING);
        }
        case DataplaneWriter.Result.Refused(ApiAnswer answer) -> {
          return refused(pod, key, answer);
        }
        case DataplaneWriter.Result.Stale _ -> LOG.debugf("%s: not as it was, once more", key);
      }
    }
    return new Outcome.Retry(Ending.STALE);
  }

  private void right(Key key, StoredDataplane stored) {
    if (!stored.right()) {
      stores.dataplanes().store().replace(key, stored, stored.asRight());
    }
  }

  private Ending written(PodView pod, Key key, boolean isNew) {
    if (isNew) {
      metrics.created(history.since(key));
      events.created(pod);
      return Ending.CREATED;
    }
    metrics.updated(history.since(key));
    events.updated(pod);
    return Ending.UPDATED;
  }

  private Outcome contested(PodView pod, Duration pause) {
    metrics.contested();
    events.failed(
        pod,
        "another controller keeps changing the Dataplane; it is left alone for "
            + Math.max(1, pause.toMinutes())
            + " min");
    return new Outcome.Retry(Ending.CONTESTED, pause);
  }

  private Outcome refused(PodView pod, Key key, ApiAnswer answer) {
    if (!answer.passing()) {
      metrics.failed();
      events.failed(pod, answer.says());
    }
    return refused(key, answer);
  }

  private Outcome refused(Key key, ApiAnswer answer) {
    LOG.debugf("%s: %s", key, answer.says());
    Duration pause = answer.passing() ? answer.retryAfter() : AFTER_REFUSAL;
    return new Outcome.Retry(Ending.REFUSED, pause);
  }
}
