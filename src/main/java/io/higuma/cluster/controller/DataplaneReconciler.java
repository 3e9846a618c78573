package io.higuma.cluster.controller;

import io.higuma.cluster.cache.CachedDataplane;
import io.higuma.cluster.cache.CachedRelatedObjects;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.cache.NamespaceFacts;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.ConversionProblem;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneResult;
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
    Duration since(ObjectKey key);

    int failures(ObjectKey key);
  }

  private final ClusterStores stores;
  private final DataplaneFactory factory;
  private final CachedRelatedObjects neighbours;
  private final DataplaneWriter writer;
  private final RewriteLimiter guard;
  private final PodEvents events;
  private final ReconcileMetrics metrics;
  private final History history;

  /** What a reconciler works with. */
  record Parts(
      ClusterStores stores,
      DataplaneFactory factory,
      DataplaneWriter writer,
      RewriteLimiter guard,
      PodEvents events,
      ReconcileMetrics metrics,
      History history) {}

  DataplaneReconciler(Parts parts) {
    this.stores = parts.stores();
    this.factory = parts.factory();
    this.neighbours = new CachedRelatedObjects(parts.stores());
    this.writer = parts.writer();
    this.guard = parts.guard();
    this.events = parts.events();
    this.metrics = parts.metrics();
    this.history = parts.history();
  }

  /** Looks at one Pod. A Pod that is gone takes its Dataplane with it by garbage collection. */
  ReconcileResult reconcile(ObjectKey key) throws IOException, InterruptedException {
    Optional<CachedPod> found = stores.pods().store().find(key);
    if (found.isEmpty() || terminating(key.namespace())) {
      return new ReconcileResult.Done(ReconcileOutcome.GONE);
    }
    CachedPod pod = found.get();
    return switch (factory.convert(pod, neighbours).result()) {
      case DataplaneResult.None none ->
          none.reason().deletes()
              ? delete(key)
              : new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
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

  private ReconcileResult failed(CachedPod pod, ObjectKey key, List<ConversionProblem> problems) {
    metrics.failed();
    boolean passing = problems.stream().anyMatch(problem -> problem.code().passing());
    boolean silent = passing && history.failures(key) < SILENT_FAILURES;
    List<ConversionProblem> told =
        problems.stream().filter(problem -> problem.code().event()).toList();
    if (!silent && !told.isEmpty()) {
      events.failed(pod, PREFIX + ConversionProblem.join(told));
    }
    return passing
        ? new ReconcileResult.Retry(ReconcileOutcome.FAILED)
        : new ReconcileResult.Done(ReconcileOutcome.FAILED);
  }

  private ReconcileResult delete(ObjectKey key) throws IOException, InterruptedException {
    for (int turn = 0; turn < TURNS; turn++) {
      Optional<CachedDataplane> stored = stores.dataplanes().store().find(key);
      if (stored.isEmpty()) {
        return new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
      }
      guard.writing(key, Optional.empty());
      switch (writer.delete(key, stored.get())) {
        case DataplaneWriter.Result.Written _ -> {
          guard.written(key);
          metrics.deleted();
          return new ReconcileResult.Done(ReconcileOutcome.DELETED);
        }
        case DataplaneWriter.Result.Fenced _ -> {
          return new ReconcileResult.Done(ReconcileOutcome.NOT_LEADING);
        }
        case DataplaneWriter.Result.Refused(ApiResponse answer) -> {
          return refused(key, answer);
        }
        case DataplaneWriter.Result.Stale _ -> LOG.debugf("%s: not as it was, once more", key);
      }
    }
    return new ReconcileResult.Retry(ReconcileOutcome.STALE);
  }

  private ReconcileResult write(CachedPod pod, ObjectKey key, DataplaneResult.Dataplane wanted)
      throws IOException, InterruptedException {
    for (int turn = 0; turn < TURNS; turn++) {
      Optional<CachedDataplane> stored = stores.dataplanes().store().find(key);
      if (stored.isPresent() && stored.get().digest().equals(wanted.digest())) {
        right(key, stored.get());
        return new ReconcileResult.Done(ReconcileOutcome.UNCHANGED);
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
          return new ReconcileResult.Done(written(pod, key, stored.isEmpty()));
        }
        case DataplaneWriter.Result.Fenced _ -> {
          return new ReconcileResult.Done(ReconcileOutcome.NOT_LEADING);
        }
        case DataplaneWriter.Result.Refused(ApiResponse answer) -> {
          return refused(pod, key, answer);
        }
        case DataplaneWriter.Result.Stale _ -> LOG.debugf("%s: not as it was, once more", key);
      }
    }
    return new ReconcileResult.Retry(ReconcileOutcome.STALE);
  }

  private void right(ObjectKey key, CachedDataplane stored) {
    if (!stored.right()) {
      stores.dataplanes().store().replace(key, stored, stored.asRight());
    }
  }

  private ReconcileOutcome written(CachedPod pod, ObjectKey key, boolean isNew) {
    if (isNew) {
      metrics.created(history.since(key));
      events.created(pod);
      return ReconcileOutcome.CREATED;
    }
    metrics.updated(history.since(key));
    events.updated(pod);
    return ReconcileOutcome.UPDATED;
  }

  private ReconcileResult contested(CachedPod pod, Duration pause) {
    metrics.contested();
    events.failed(
        pod,
        "another controller keeps changing the Dataplane; it is left alone for "
            + Math.max(1, pause.toMinutes())
            + " min");
    return new ReconcileResult.Retry(ReconcileOutcome.CONTESTED, pause);
  }

  private ReconcileResult refused(CachedPod pod, ObjectKey key, ApiResponse answer) {
    if (!answer.passing()) {
      metrics.failed();
      events.failed(pod, answer.says());
    }
    return refused(key, answer);
  }

  private ReconcileResult refused(ObjectKey key, ApiResponse answer) {
    LOG.debugf("%s: %s", key, answer.says());
    Duration pause = answer.passing() ? answer.retryAfter() : AFTER_REFUSAL;
    return new ReconcileResult.Retry(ReconcileOutcome.REFUSED, pause);
  }
}
