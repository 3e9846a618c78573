package io.higuma.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.api.status.ChangeNotices.View;
import io.higuma.loop.LoopSupervisor;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of notices of changes. */
class ChangeNoticesTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ChangeNotices notices = new ChangeNotices(LoopSupervisor.uncounted());

  @BeforeEach
  void start() {
    notices.start();
  }

  @AfterEach
  void close() {
    notices.close();
  }

  private AssertSubscriber<Set<View>> subscribe(long requested) {
    return notices
        .subscribe()
        .orElseThrow()
        .subscribe()
        .withSubscriber(AssertSubscriber.create(requested));
  }

  private static void awaitNotices(AssertSubscriber<Set<View>> subscriber, int count) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(subscriber.getItems()).hasSizeGreaterThanOrEqualTo(count));
  }

  @Test
  void theFirstNoticeHasAllViews() {
    var subscriber = subscribe(10);

    awaitNotices(subscriber, 1);
    assertThat(subscriber.getItems().getFirst()).isEqualTo(EnumSet.allOf(View.class));
  }

  @Test
  void changesAreToldTogetherAndOnlyOnce() {
    var subscriber = subscribe(10);
    awaitNotices(subscriber, 1);

    for (int i = 0; i < 1000; i++) {
      notices.changed(View.WORKLOADS);
      notices.changed(View.EVENTS);
    }

    awaitNotices(subscriber, 2);
    Set<View> told = EnumSet.noneOf(View.class);
    subscriber.getItems().stream().skip(1).forEach(told::addAll);
    assertThat(told).containsExactlyInAnyOrder(View.WORKLOADS, View.EVENTS);
    assertThat(subscriber.getItems()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aSlowSubscriberGetsOneNoticeOfAllThatItMissed() {
    var slow = subscribe(1);
    var other = subscribe(100);
    awaitNotices(slow, 1);
    awaitNotices(other, 1);
    notices.changed(View.PATCHES);
    awaitNotices(other, 2);
    notices.changed(View.SETTINGS);
    awaitNotices(other, 3);
    assertThat(slow.getItems()).hasSize(1);

    slow.request(1);

    awaitNotices(slow, 2);
    assertThat(slow.getItems().get(1)).containsExactly(View.PATCHES, View.SETTINGS);
  }

  @Test
  void thereIsALimitOfSubscribers() {
    List<AssertSubscriber<Set<View>>> subscribers = new ArrayList<>();
    for (int i = 0; i < ChangeNotices.MAX_SUBSCRIBERS; i++) {
      subscribers.add(subscribe(1));
    }
    assertThat(notices.subscribe()).isEmpty();

    subscribers.getFirst().cancel();

    Awaitility.await().atMost(LIMIT).until(() -> notices.subscribe().isPresent());
    assertThat(notices.subscribers()).isEqualTo(ChangeNotices.MAX_SUBSCRIBERS - 1);
  }

  @Test
  void aSubscriptionThatWasMadeBeforeTheLimitFailsIfItComesTooLate() {
    var late = notices.subscribe().orElseThrow();
    for (int i = 0; i < ChangeNotices.MAX_SUBSCRIBERS; i++) {
      var _ = subscribe(1);
    }

    late.subscribe()
        .withSubscriber(AssertSubscriber.create(1))
        .assertFailedWith(IllegalStateException.class, "more than 32 subscribers");
  }

  @Test
  void closingEndsSubscriptions() {
    var subscriber = subscribe(10);

    notices.close();

    subscriber.awaitCompletion(LIMIT).assertCompleted();
  }

  @Test
  void changesWithoutSubscribersAreForgotten() {
    notices.changed(View.EVENTS);
    var subscriber = subscribe(10);
    awaitNotices(subscriber, 1);
    notices.changed(View.SETTINGS);

    awaitNotices(subscriber, 2);
    assertThat(subscriber.getItems().get(1)).containsExactly(View.SETTINGS);
  }
}
