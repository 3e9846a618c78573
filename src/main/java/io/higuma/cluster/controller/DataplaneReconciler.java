package io.higuma.cluster.controller;

import io.higuma.cluster.cache.CachedDataplane;
import io.higuma.cluster.cache.CachedNamespace;
import io.higuma.cluster.cache.CachedRelatedObjects;
import io.higuma.cluster.cache.ClusterStores;
import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.ConversionProblem;
import io.higuma.dataplane.DataplaneFactory;
import io.higuma.dataplane.DataplaneResult;
import io.higuma.dataplane.NotReadyDataplane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reconciles the Dataplane of one Pod from the current state of the stores. */
final class DataplaneReconciler {
  private static final Logger LOG = Logger.getLogger(DataplaneReconciler.class);

  /** A Pod is often seen before its ReplicaSet; such failures send no Event. */
  private static final int FAILURES_WITHOUT_EVENT = 6;

  private static final int ATTEMPTS = 3;
  private static final Duration REJECTED_RETRY = Duration.ofSeconds(20);
  private static final String PREFIX = "unable to translate a Pod into a Dataplane: ";

  /** Queue time and consecutive failures of an object key. */
  interface History {
    Duration since(ObjectKey key);

    int failures(ObjectKey key);
  }

  private final ClusterStores stores;
  private final DataplaneFactory factory;
  private final CachedRelatedObjects relatedObjects;
  private final DataplaneWriter writer;
  private final RewriteLimiter limiter;
  private final PodEvents events;
  private final ReconcileMetrics metrics;
  private final History history;

  /** Dependencies of a reconciler. */
  record Parts(
      ClusterStores stores,
      DataplaneFactory factory,
      DataplaneWriter writer,
      RewriteLimiter limiter,
      PodEvents events,
      ReconcileMetrics metrics,
      History history) {}

  DataplaneReconciler(Parts parts) {
    this.stores = parts.stores();
    this.factory = parts.factory();
    this.relatedObjects = new CachedRelatedObjects(parts.stores());
    this.writer = parts.writer();
    this.limiter = parts.limiter();
    this.events = parts.events();
    this.metrics = parts.metrics();
    this.history = parts.history();
  }

  /** Reconciles one Pod. The Dataplane of a deleted Pod is deleted by garbage collection. */
  ReconcileResult reconcile(ObjectKey key) throws IOException, InterruptedException {
    Optional<CachedPod> found = stores.pods().store().find(key);
    if (found.isEmpty() || isTerminating(key.namespace())) {
      limiter.written(key);
      return new ReconcileResult.Done(ReconcileOutcome.GONE);
    }
    CachedPod pod = found.get();
    return switch (factory.convert(pod, relatedObjects).result()) {
      case DataplaneResult.None none ->
          none.reason().deletes()
              ? delete(key)
              : new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
      case DataplaneResult.Failed failed ->
          pod.status().terminating()
              ? notReady(pod, key, failed.problems())
              : failed(pod, key, failed.problems());
      case DataplaneResult.Dataplane desired ->
          warned(pod, desired.problems(), write(pod, key, desired));
    };
  }

  private boolean isTerminating(String namespace) {
    return stores
        .namespaces()
        .store()
        .find("", namespace)
        .map(CachedNamespace::terminating)
        .orElse(false);
  }

  private ReconcileResult failed(CachedPod pod, ObjectKey key, List<ConversionProblem> problems) {
    metrics.failed();
    boolean retryable = problems.stream().anyMatch(problem -> problem.code().isTransient());
    boolean suppressed = retryable && history.failures(key) < FAILURES_WITHOUT_EVENT;
    List<ConversionProblem> reported =
        problems.stream().filter(problem -> problem.code().isReportedAsEvent()).toList();
    if (!suppressed && !reported.isEmpty()) {
      events.failed(pod, PREFIX + ConversionProblem.join(reported));
    }
    return retryable
        ? new ReconcileResult.Retry(ReconcileOutcome.FAILED)
        : new ReconcileResult.Done(ReconcileOutcome.FAILED);
  }

  /**
   * Makes the stored Dataplane of a terminating Pod NotReady. That the Pod cannot be converted is
   * normal if what it refers to is deleted before it, so this is not a failure.
   */
  private ReconcileResult notReady(CachedPod pod, ObjectKey key, List<ConversionProblem> problems)
      throws IOException, InterruptedException {
    LOG.debugf("%s terminates: %s", key, ConversionProblem.join(problems));
    if (stores.dataplanes().store().find(key).isEmpty()) {
      return new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
    }
    ApiResponse stored = writer.read(key);
    if (stored.status() == ApiResponse.NOT_FOUND) {
      return new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
    }
    if (!stored.isSuccess()) {
      return rejected(key, stored);
    }
    var desired = NotReadyDataplane.of(pod, stored.object(FieldFilter.ALL));
    return desired.isPresent()
        ? write(pod, key, desired.get())
        : new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
  }

  private ReconcileResult delete(ObjectKey key) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<CachedDataplane> stored = stores.dataplanes().store().find(key);
      if (stored.isEmpty()) {
        return new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
      }
      limiter.writing(key);
      switch (writer.delete(key, stored.get())) {
        case DataplaneWriter.Result.Written _ -> {
          limiter.written(key);
          metrics.deleted();
          return new ReconcileResult.Done(ReconcileOutcome.DELETED);
        }
        case DataplaneWriter.Result.Fenced _ -> {
          return new ReconcileResult.Retry(ReconcileOutcome.NOT_LEADING);
        }
        case DataplaneWriter.Result.Refused(ApiResponse response) -> {
          return rejected(key, response);
        }
        case DataplaneWriter.Result.Stale _ -> LOG.debugf("%s: stale, retried", key);
      }
    }
    return new ReconcileResult.Retry(ReconcileOutcome.STALE);
  }

  private ReconcileResult write(CachedPod pod, ObjectKey key, DataplaneResult.Dataplane desired)
      throws IOException, InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<CachedDataplane> stored = stores.dataplanes().store().find(key);
      if (stored.isEmpty() && pod.status().terminating()) {
        // A foreground deletion has removed it, and the Pod waits for it to be gone.
        return new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED);
      }
      if (stored.isPresent() && stored.get().digest().equals(desired.digest())) {
        markCorrect(key, stored.get());
        limiter.written(key);
        return new ReconcileResult.Done(ReconcileOutcome.UNCHANGED);
      }
      Duration delay = limiter.pause(key);
      if (!delay.isZero()) {
        return contested(pod, delay);
      }
      limiter.writing(key);
      DataplaneWriter.Result result =
          stored.isPresent()
              ? writer.update(key, desired, stored.get())
              : writer.create(key, desired);
      switch (result) {
        case DataplaneWriter.Result.Written _ -> {
          limiter.written(key);
          return new ReconcileResult.Done(written(pod, key, stored.isEmpty()));
        }
        case DataplaneWriter.Result.Fenced _ -> {
          return new ReconcileResult.Retry(ReconcileOutcome.NOT_LEADING);
        }
        case DataplaneWriter.Result.Refused(ApiResponse response) -> {
          return rejected(pod, key, response);
        }
        case DataplaneWriter.Result.Stale _ -> LOG.debugf("%s: stale, retried", key);
      }
    }
    return new ReconcileResult.Retry(ReconcileOutcome.STALE);
  }

  /** Reports the warnings of a conversion if the Dataplane was written: once for each change. */
  private ReconcileResult warned(
      CachedPod pod, List<ConversionProblem> warnings, ReconcileResult result) {
    if (result.outcome().isWritten()) {
      warnings.forEach(warning -> events.incomplete(pod, warning));
    }
    return result;
  }

  private void markCorrect(ObjectKey key, CachedDataplane stored) {
    if (!stored.isDesired()) {
      stores.dataplanes().store().replace(key, stored, stored.asDesired());
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

  private ReconcileResult contested(CachedPod pod, Duration delay) {
    metrics.contested();
    events.failed(
        pod,
        "another controller keeps changing the Dataplane; it is left alone for "
            + Math.max(1, delay.toMinutes())
            + " min");
    return new ReconcileResult.Retry(ReconcileOutcome.CONTESTED, delay);
  }

  private ReconcileResult rejected(CachedPod pod, ObjectKey key, ApiResponse response) {
    if (!response.isTransient()) {
      metrics.failed();
      events.failed(pod, response.summary());
    }
    return rejected(key, response);
  }

  private ReconcileResult rejected(ObjectKey key, ApiResponse response) {
    LOG.debugf("%s: %s", key, response.summary());
    Duration delay = response.isTransient() ? response.retryAfter() : REJECTED_RETRY;
    return new ReconcileResult.Retry(ReconcileOutcome.REFUSED, delay);
  }
}
