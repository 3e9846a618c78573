package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.loop.LoopSupervisor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the background work of the inventory, for a cluster that takes seconds to list. */
class InventoryTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration READ_TIME = Duration.ofSeconds(3);

  private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
  private final AtomicInteger pods = new AtomicInteger(1);
  private final AtomicInteger changed = new AtomicInteger();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private volatile boolean leads;
  private final Inventory inventory =
      new Inventory(
          new SlowReader(),
          now::get,
          () -> leads,
          Inventory.PERIOD,
          meters,
          LoopSupervisor.uncounted());

  private final class SlowReader implements InventoryReader {
    @Override
    public InventorySnapshot read(String namespace, Runnable beat) {
      beat.run();
      now.addAndGet(READ_TIME.toNanos());
      return snapshot();
    }

    @Override
    public InventorySnapshot readStates(Runnable beat) {
      return read("", beat);
    }

    @Override
    public Object settings() {
      return "settings";
    }
  }

  private InventorySnapshot snapshot() {
    var state =
        new Explanations.State(
            "skipped", Optional.of("windows"), Optional.empty(), List.of(), List.of());
    var pod =
        new InventoryView.InventoriedPod("shop", "web", "Pod/web", true, state, Optional.empty());
    return new InventorySnapshot(Instant.EPOCH, Collections.nCopies(pods.get(), pod));
  }

  @BeforeEach
  void start() {
    inventory.listen(changed::incrementAndGet);
    inventory.start();
  }

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void anOldInventoryIsReadAgainInTheBackground() {
    var first = inventory.recent();
    assertThat(first.pods()).hasSize(1);
    pods.set(2);
    now.addAndGet(Duration.ofSeconds(31).toNanos());

    assertThat(inventory.recent()).isSameAs(first);

    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(inventory.recent().pods()).hasSize(2));
    assertThat(changed).hasValue(1);
  }

  @Test
  void onlyTheLeaderHasCounts() {
    assertThat(skipped()).isNaN();
    leads = true;

    Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(skipped()).isEqualTo(1));

    leads = false;
    Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(skipped()).isNaN());
  }

  private double skipped() {
    return meters.get("higuma_pods").tag("state", "skipped").gauge().value();
  }
}
