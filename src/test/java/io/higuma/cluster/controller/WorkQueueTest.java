package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.cluster.controller.WorkQueue.Urgency;
import io.higuma.loop.Backoff;
import io.higuma.testing.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  private final VirtualTime time = new VirtualTime();
  private final WorkQueue<String> queue =
      new WorkQueue<>(new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1), () -> 0.5), time);

  @Test
  void givesOutAKeyOnceHoweverOftenItWasAdded() {
    queue.add("a", Urgency.NOW);
    queue.add("b", Urgency.NOW);
    queue.add("a", Urgency.NOW);
    assertThat(queue.depth()).isEqualTo(2);
    assertThat(all()).containsExactly("a", "b");
  }

  @Test
  void keepsBackAKeyThatIsBeingWorkedOnUntilThatIsDone() {
    queue.add("a", Urgency.NOW);
    assertThat(queue.poll()).contains("a");
    queue.add("a", Urgency.NOW);
    assertThat(queue.poll()).isEmpty();
    queue.done("a");
    assertThat(queue.poll()).contains("a");
    queue.done("a");
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void letsUrgentKeysPassButNotForEver() {
    for (int i = 0; i < 3; i++) {
      queue.add("later" + i, Urgency.LATER);
    }
    for (int i = 0; i < 20; i++) {
      queue.add("now" + i, Urgency.NOW);
    }
    List<String> order = all();
    assertThat(order).hasSize(23).startsWith("now0", "now1");
    assertThat(order.indexOf("later0")).isBetween(4, 10);
    assertThat(order.indexOf("later1")).isBetween(10, 19);
  }

  @Test
  void promotesAKeyThatBecomesUrgent() {
    queue.add("a", Urgency.LATER);
    queue.add("b", Urgency.LATER);
    queue.add("b", Urgency.NOW);
    assertThat(queue.depth()).isEqualTo(2);
    assertThat(all()).containsExactly("b", "a");
  }

  @Test
  void waitsLongerFromFailureToFailure() {
    queue.add("a", Urgency.NOW);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long start = time.getAsLong();
      Optional<String> key = queue.poll();
      while (key.isEmpty()) {
        time.pass(Duration.ofMillis(1));
        key = queue.poll();
      }
      waits.add(TimeUnit.NANOSECONDS.toMillis(time.getAsLong() - start));
      queue.retry(key.get(), Duration.ZERO);
    }
    assertThat(waits).containsExactly(0L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L);
    assertThat(queue.retries()).isEqualTo(10);
  }

  @Test
  void startsWithShortWaitsAgainAfterSuccess() {
    fail("a");
    time.pass(Duration.ofMillis(10));
    assertThat(queue.poll()).contains("a");
    queue.retry("a", Duration.ZERO);
    assertThat(queue.failures("a")).isEqualTo(2);
    time.pass(Duration.ofMillis(20));
    assertThat(queue.poll()).contains("a");
    queue.done("a");
    assertThat(queue.failures("a")).isZero();
  }

  @Test
  void doesNotLetAnEventWaitForABackoff() {
    fail("a");
    queue.add("a", Urgency.NOW);
    assertThat(queue.poll()).contains("a");
    queue.done("a");
    time.pass(Duration.ofSeconds(5));
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void waitsAtLeastAsLongAsItIsTold() {
    queue.add("a", Urgency.NOW);
    assertThat(queue.poll()).contains("a");
    queue.retry("a", Duration.ofSeconds(7));
    time.pass(Duration.ofMillis(6999));
    assertThat(queue.poll()).isEmpty();
    time.pass(Duration.ofMillis(1));
    assertThat(queue.poll()).contains("a");
  }

  @Test
  void keepsTheEarlierOfTwoTimes() {
    queue.addAfter("a", Duration.ofSeconds(5));
    queue.addAfter("a", Duration.ofSeconds(2));
    queue.addAfter("a", Duration.ofSeconds(9));
    assertThat(queue.delayed()).isEqualTo(1);
    time.pass(Duration.ofSeconds(2));
    assertThat(queue.poll()).contains("a");
    queue.done("a");
    time.pass(Duration.ofSeconds(10));
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void tellsHowLongTheFirstHasBeenWaiting() {
    queue.add("a", Urgency.LATER);
    time.pass(Duration.ofSeconds(3));
    queue.add("b", Urgency.NOW);
    assertThat(queue.age()).isEqualTo(Duration.ofSeconds(3));
    assertThat(queue.poll()).contains("b");
    assertThat(queue.poll()).contains("a");
    assertThat(queue.since("a")).isEqualTo(Duration.ofSeconds(3));
    assertThat(queue.age()).isZero();
  }

  @Test
  void forgetsWhatWaitsWhenItIsCleared() {
    queue.add("working", Urgency.NOW);
    assertThat(queue.poll()).contains("working");
    queue.add("working", Urgency.NOW);
    queue.add("waiting", Urgency.LATER);
    queue.addAfter("delayed", Duration.ofSeconds(1));
    queue.clear();
    queue.done("working");
    time.pass(Duration.ofSeconds(2));
    assertThat(queue.poll()).isEmpty();
    assertThat(queue.working()).isZero();
  }

  @Test
  void givesNoKeyToTwoWorkersAndLosesNone() throws InterruptedException {
    Load load = new Load(50);
    List<Thread> workers =
        IntStream.range(0, 8).mapToObj(i -> Thread.startVirtualThread(load::work)).toList();
    List<Thread> adders =
        IntStream.range(0, 4)
            .mapToObj(seed -> Thread.startVirtualThread(() -> load.add(new Random(seed))))
            .toList();
    for (Thread adder : adders) {
      assertThat(adder.join(Duration.ofSeconds(60))).isTrue();
    }
    WorkQueue<Integer> shared = load.queue;
    Awaitility.await()
        .until(() -> shared.depth() == 0 && shared.working() == 0 && shared.delayed() == 0);
    workers.forEach(Thread::interrupt);
    assertThat(load.overlaps).hasValue(0);
    load.added.forEach((key, count) -> assertThat(load.seen).containsEntry(key, count.get()));
  }

  /** Concurrent producers and workers. */
  private static final class Load {
    private final WorkQueue<Integer> queue =
        new WorkQueue<>(new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)), System::nanoTime);
    private final Map<Integer, AtomicInteger> added = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> seen = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> processing = new ConcurrentHashMap<>();
    private final AtomicInteger overlaps = new AtomicInteger();

    Load(int keys) {
      for (int key = 0; key < keys; key++) {
        added.put(key, new AtomicInteger());
        processing.put(key, new AtomicInteger());
      }
    }

    void add(Random random) {
      for (int n = 0; n < 5000; n++) {
        int key = random.nextInt(added.size());
        added.get(key).incrementAndGet();
        queue.add(key, random.nextBoolean() ? Urgency.NOW : Urgency.LATER);
      }
    }

    void work() {
      Random random = new Random(7);
      try {
        while (true) {
          int key = queue.take();
          overlaps.addAndGet(processing.get(key).incrementAndGet() - 1);
          seen.put(key, added.get(key).get());
          LockSupport.parkNanos(1);
          processing.get(key).decrementAndGet();
          if (random.nextInt(4) == 0) {
            queue.retry(key, Duration.ZERO);
          } else {
            queue.done(key);
          }
        }
      } catch (InterruptedException e) {
        // The test is over.
      }
    }
  }

  private void fail(String key) {
    queue.add(key, Urgency.NOW);
    assertThat(queue.poll()).contains(key);
    queue.retry(key, Duration.ZERO);
  }

  private List<String> all() {
    List<String> keys = new ArrayList<>();
    for (Optional<String> key = queue.poll(); key.isPresent(); key = queue.poll()) {
      keys.add(key.get());
      queue.done(key.get());
    }
    return keys;
  }
}
