package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cluster.cache.ObjectKey;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.loop.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataplaneReconcilerTest {
  private final StoredCluster cluster = new StoredCluster();
  private final RewriteLimiter limiter = new RewriteLimiter(System::nanoTime);

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void writeDuringALeaseThatIsOverdueIsTriedAgain() throws Exception {
    assertThat(reconcile(() -> false))
        .isInstanceOfSatisfying(
            ReconcileResult.Retry.class,
            retry -> assertThat(retry.outcome()).isEqualTo(ReconcileOutcome.NOT_LEADING));
    assertThat(reconcile(() -> true)).isEqualTo(new ReconcileResult.Done(ReconcileOutcome.CREATED));
  }

  @Test
  void terminatingPodWithoutDataplaneGetsNone() throws Exception {
    cluster.terminate();

    assertThat(reconcile(() -> true))
        .isEqualTo(new ReconcileResult.Done(ReconcileOutcome.NOT_WANTED));
    assertThat(cluster.stores.dataplanes().store().find(StoredCluster.POD)).isEmpty();
  }

  @Test
  void annotationOfAWebhookIsKnownAfterTheWrite() throws Exception {
    reconcile(() -> true);

    assertThat(cluster.dataplane().foreign()).isTrue();
    assertThat(cluster.dataplane().isDesired()).isTrue();
  }

  @Test
  void changeOfOtherPartsLeavesTheDataplaneAsDesired() {
    var queue = new WorkQueue<ObjectKey>(backoff(), System::nanoTime);
    new WatchHandlers(cluster.stores, cluster.factory, queue, limiter, false).listen();
    StoredCluster.put(
        cluster.stores.dataplanes().store(),
        StoredCluster.POD,
        cluster.dataplane("1", false, true));

    StoredCluster.put(
        cluster.stores.dataplanes().store(),
        StoredCluster.POD,
        cluster.dataplane("2", true, false));

    assertThat(cluster.dataplane()).isEqualTo(cluster.dataplane("2", true, true));
  }

  private ReconcileResult reconcile(LeaderGuard guard) throws IOException, InterruptedException {
    var store = cluster.stores.dataplanes().store();
    var events =
        new PodEvents(
            cluster.api.client(),
            "test",
            Clock.systemUTC(),
            guard,
            SentEventListener.NONE,
            cluster.loops);
    var parts =
        new DataplaneReconciler.Parts(
            cluster.stores,
            cluster.factory,
            new DataplaneWriter(cluster.api, store, guard),
            limiter,
            events,
            new ReconcileMetrics(new SimpleMeterRegistry()),
            new NoHistory());
    return new DataplaneReconciler(parts).reconcile(StoredCluster.POD);
  }

  private static Backoff backoff() {
    return new Backoff(Duration.ofMillis(1), Duration.ofSeconds(1));
  }

  private record NoHistory() implements DataplaneReconciler.History {
    @Override
    public Duration since(ObjectKey key) {
      return Duration.ZERO;
    }

    @Override
    public int failures(ObjectKey key) {
      return 0;
    }
  }
}
