package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests of when an inventory is read again. */
class InventoryCacheTest {
  private static final Duration SLOW = Duration.ofSeconds(3);

  private long now;
  private Duration readTime = Duration.ofMillis(20);
  private Object settings = "first";
  private String pod = "web";
  private int reads;
  private final AtomicInteger requested = new AtomicInteger();
  private final AtomicInteger changed = new AtomicInteger();
  private final InventoryCache cache =
      new InventoryCache(
          new InventoryCache.Source(
              beat -> read(),
              () -> settings,
              () -> now,
              requested::incrementAndGet,
              changed::incrementAndGet));

  private InventorySnapshot read() {
    reads++;
    pass(readTime);
    return new InventorySnapshot(Instant.EPOCH, List.of(pod(pod)));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static InventoryView.InventoriedPod pod(String name) {
    var state =
        new Explanations.State(
            "injected", Optional.empty(), Optional.empty(), List.of(), List.of());
    return new InventoryView.InventoriedPod(
        "shop", name, "Pod/" + name, true, state, Optional.empty());
  }

  @Test
  void oneReadServesTheRequestsOfASecond() {
    var first = cache.recent();
    pass(Duration.ofMillis(900));

    assertThat(cache.recent()).isSameAs(first);
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void aCallerReadsAgainIfThatIsQuick() {
    var first = cache.recent();
    pass(Duration.ofMillis(1100));

    assertThat(cache.recent()).isNotSameAs(first);
    assertThat(requested).hasValue(0);
    assertThat(cache.untilRefresh()).isEmpty();
  }

  @Test
  void aSlowReadIsUsedForTenTimesAsLong() {
    readTime = SLOW;
    var first = cache.recent();
    pass(Duration.ofSeconds(29));

    assertThat(cache.recent()).isSameAs(first);
    assertThat(cache.untilRefresh()).contains(Duration.ofSeconds(1));
  }

  @Test
  void aCallerThatGetsAnOldInventoryRequestsItsRefresh() {
    cache.recent();
    pass(Duration.ofMillis(100));
    cache.recent();

    assertThat(requested).hasValue(1);
    assertThat(cache.untilRefresh()).contains(Duration.ofMillis(900));

    pass(Duration.ofSeconds(5));
    pod = "other";
    assertThat(cache.untilRefresh()).contains(Duration.ZERO);
    cache.refresh(() -> {});

    assertThat(changed).hasValue(1);
    assertThat(cache.untilRefresh()).isEmpty();
  }

  @Test
  void nobodyWaitsForASlowReadThatReplacesAnother() {
    readTime = SLOW;
    var first = cache.recent();
    pass(Duration.ofSeconds(31));

    assertThat(cache.recent()).isSameAs(first);
    assertThat(requested).hasValue(1);
    assertThat(cache.untilRefresh()).contains(Duration.ZERO);

    var second = cache.refresh(() -> {});

    assertThat(cache.untilRefresh()).isEmpty();
    assertThat(cache.recent()).isSameAs(second);
  }

  @Test
  void anInventoryThatIsTooOldIsNotUsed() {
    readTime = SLOW;
    var first = cache.recent();
    pass(InventoryCache.LONGEST_USE.plusSeconds(1));

    assertThat(cache.recent()).isNotSameAs(first);
  }

  @Test
  void aChangeOfTheSettingsIsSeenAtOnce() {
    var first = cache.recent();
    settings = "second";

    assertThat(cache.recent()).isNotSameAs(first);
  }

  @Test
  void aFreshInventoryIsReadAfterTheCall() {
    var first = cache.recent();

    assertThat(cache.fresh()).isNotSameAs(first);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void onlyReadsThatFindSomethingElseAreReported() {
    cache.fresh();
    cache.fresh();
    assertThat(changed).hasValue(0);

    pod = "other";
    cache.fresh();
    assertThat(changed).hasValue(1);
  }

  @Test
  void memoryIsGivenBackWhenNobodyAsks() {
    cache.recent();
    pass(InventoryCache.LONGEST_USE.minusSeconds(1));
    cache.forgetUnused();
    assertThat(cache.isEmpty()).isFalse();

    pass(Duration.ofSeconds(2));
    cache.forgetUnused();
    assertThat(cache.isEmpty()).isTrue();
  }

  @Test
  void aFailedReadIsReportedAndTheNextCallTriesAgain() {
    var failing = new boolean[] {true};
    var unsteady =
        new InventoryCache(
            new InventoryCache.Source(
                beat -> {
                  if (failing[0]) {
                    throw new ProblemException(Problem.Kind.UNAVAILABLE, "the API is away");
                  }
                  return read();
                },
                () -> settings,
                () -> now,
                () -> {},
                () -> {}));

    assertThatThrownBy(unsteady::recent).hasMessageContaining("the API is away");
    failing[0] = false;
    assertThat(unsteady.recent().pods()).hasSize(1);
  }
}
