package io.higuma.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.testing.FaultyProxy;
import io.higuma.testing.FaultyProxy.Answer;
import io.higuma.testing.FaultyProxy.Call;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * API errors, expired watches and closed connections; finally each Pod has one correct Dataplane.
 */
@NeedsKube
class WatchFaultsKubeTest {
  private static final int PODS = 20;
  private static final int KINDS = 11;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static LocalKubeApi kube;
  private static Rest rest;
  private static int namespaces;

  private FaultyProxy proxy;
  private RunningLoop loop;
  private Fleet fleet;

  @BeforeAll
  static void prepare(LocalKubeApi own) {
    kube = own;
    rest = Rest.of(kube.client());
    RunningLoop.prepare(kube);
  }

  @BeforeEach
  void start() {
    proxy = FaultyProxy.before(kube);
    loop = RunningLoop.start(RunningLoop.client(proxy.url()), Map.of()).awaitLead();
    fleet = Fleet.create(rest, "faults-" + namespaces++, PODS);
    fleet.awaitRight();
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
  }

  @AfterEach
  void endWithNothingLeft() {
    assertThat(loop.counter("higuma_dataplane_faults")).isZero();
    loop.close();
    await(() -> assertThat(proxy.watches()).isEmpty());
    await(() -> assertThat(LiveThreads.ofLoops()).isEmpty());
    proxy.close();
  }

  @Test
  @DisplayName("reliability 22: a version that is too old (410 as status) makes for a new list")
  void listsAnewWhenTheVersionIsGone() {
    listsAgainAfter(Answer.refusal(410, "Expired"));
  }

  @Test
  @DisplayName("reliability 22: a version that is too old (410 as event) makes for a new list")
  void listsAnewWhenTheWatchSaysThatTheVersionIsGone() {
    listsAgainAfter(Answer.refusedWatch(410, "Expired"));
  }

  @Test
  @DisplayName("reliability 22: all watches are cut again and again while Pods change")
  void goesOnWhereTheWatchWasCut() {
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
    for (int round = 0; round < 5; round++) {
      fleet.allReady(round % 2 == 1);
      proxy.dropWatches();
    }
    fleet.awaitRight();
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
    assertThat(proxy.seen()).filteredOn(seen -> seen.call().isList()).hasSize(KINDS);
  }

  @Test
  @DisplayName("reliability 22: 429 with Retry-After: nobody comes back earlier")
  void waitsAsLongAsTheServerAsks() {
    int asked = 3;
    AtomicInteger rejected = new AtomicInteger();
    respond(
        call -> call.writes("dataplanes") && rejected.incrementAndGet() <= 2 * PODS,
        Answer.refusal(429, "TooManyRequests").retryAfter(asked));
    fleet.allReady(false);
    fleet.awaitRight();
    assertThat(pauses(call -> call.writes("dataplanes")))
        .allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(asked)));
  }

  @Test
  @DisplayName("reliability 22: 429 with Retry-After: watches come back no earlier either")
  void watchesComeBackWhenTheServerAsks() {
    int asked = 2;
    Set<String> once = ConcurrentHashMap.newKeySet();
    respond(
        call -> call.isWatch() && once.add(path(call)),
        Answer.refusal(429, "TooManyRequests").retryAfter(asked));
    proxy.dropWatches();
    fleet.allReady(false);
    fleet.awaitRight();
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
    assertThat(pauses(Call::isWatch))
        .allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(asked)));
  }

  @Test
  @DisplayName("reliability 22: 409, because others were faster")
  void triesAgainOnWhatOthersChanged() {
    respond(call -> call.isWatch() && call.reads("dataplanes"), Answer.refusal(503, "Unavailable"));
    proxy.dropWatches();
    fleet.each(
        i ->
            rest.patch(fleet.dataplane(i), Rest.json("{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")));
    fleet.allReady(false);
    fleet.awaitRight();
    assertThat(proxy.seen())
        .filteredOn(seen -> seen.call().writes("dataplanes") && seen.status() == 409)
        .hasSizeGreaterThanOrEqualTo(PODS);
    proxy.pass();
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
    fleet.awaitRight();
  }

  @Test
  @DisplayName("reliability 22: writes are done, but their answers get lost")
  void bearsLostAnswers() {
    Map<String, Integer> tries = new ConcurrentHashMap<>();
    proxy.lose(call -> call.writes("dataplanes") && tries.merge(path(call), 1, Integer::sum) <= 2);
    fleet.allReady(false);
    fleet.awaitRight();
    assertThat(proxy.seen()).filteredOn(seen -> seen.status() == 0).isNotEmpty();
  }

  @Test
  @DisplayName("reliability 22: every third call fails with 500")
  void bearsAServerThatFailsNowAndThen() {
    AtomicInteger calls = new AtomicInteger();
    respond(
        call -> !call.uri().contains("leases") && calls.incrementAndGet() % 3 == 0,
        Answer.refusal(500, "InternalError"));
    proxy.dropWatches();
    fleet.allReady(false);
    fleet.allReady(true);
    fleet.awaitRight();
    proxy.pass();
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
  }

  private void listsAgainAfter(Answer gone) {
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
    Set<String> once = ConcurrentHashMap.newKeySet();
    respond(call -> call.isWatch() && once.add(path(call)), gone);
    proxy.dropWatches();
    fleet.allReady(false);
    fleet.awaitRight();
    await(() -> assertThat(proxy.watches()).hasSize(KINDS));
    await(
        () -> assertThat(proxy.seen()).filteredOn(seen -> seen.call().isList()).hasSize(2 * KINDS));
  }

  private void respond(java.util.function.Predicate<Call> filter, Answer answer) {
    proxy.answer(call -> filter.test(call) ? Optional.of(answer) : Optional.empty());
  }

  /** Time between each 429 response and its retry. */
  private List<Duration> pauses(java.util.function.Predicate<Call> filter) {
    Map<String, Long> rejected = new HashMap<>();
    return proxy.seen().stream()
        .filter(seen -> filter.test(seen.call()))
        .map(
            seen -> {
              Long before = rejected.remove(path(seen.call()));
              if (seen.status() == 429) {
                rejected.put(path(seen.call()), seen.nanos());
              }
              return Optional.ofNullable(before).map(at -> Duration.ofNanos(seen.nanos() - at));
            })
        .flatMap(Optional::stream)
        .toList();
  }

  private static String path(Call call) {
    return call.uri().substring(0, call.uri().indexOf('?'));
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).untilAsserted(assertion);
  }
}
