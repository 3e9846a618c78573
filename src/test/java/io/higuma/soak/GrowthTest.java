package io.higuma.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.higuma.soak.SoakResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration WARM_UP = Duration.ofMinutes(10);
  private static final List<Double> INTERRUPTIONS = List.of(30.0);

  @Test
  void processesOfDifferentSizesGrowAsFastAsEachOfThem() {
    var processes =
        List.of(process(1, hours -> 100 + 2 * hours), process(2, hours -> 300 + 2 * hours));

    assertThat(Growth.perHour(processes, Sample::rss).orElseThrow().perHour())
        .isEqualTo(2, within(1e-6));
  }

  @Test
  void processThatFollowsALargerOneDoesNotShrink() {
    var later =
        process(2, hours -> 100.0).stream()
            .map(
                sample ->
                    new Sample(
                        "second", 2, sample.minute() + 60, false, sample.age(), sample.rss(), 0, 0))
            .toList();

    assertThat(
            Growth.perHour(List.of(process(1, hours -> 300.0), later), Sample::rss)
                .orElseThrow()
                .perHour())
        .isEqualTo(0, within(1e-6));
  }

  @Test
  void fewSamplesHaveNoSlope() {
    assertThat(Growth.perHour(List.of(process(1, hours -> 9 * hours).subList(0, 5)), Sample::rss))
        .isEmpty();
  }

  @Test
  void rangeIsTheWidestOfAProcess() {
    var processes = List.of(process(1, hours -> 100.0), process(2, hours -> 300 + 5 * hours));

    assertThat(Growth.range(processes, Sample::rss)).isEqualTo(5, within(0.1));
  }

  @Test
  void memoryThatGrowsFailsALongRunAndIsNotJudgedInAShortOne() {
    var samples = process(1, hours -> 100 + 3 * hours);

    assertThat(ofMemory(LONG, samples)).isEqualTo(Outcome.FAILED);
    assertThat(ofMemory(Duration.ofMinutes(2), samples)).isEqualTo(Outcome.NOT_ASSERTED);
    assertThat(ofMemory(LONG, process(1, hours -> 100 + 0.9 * hours))).isEqualTo(Outcome.HELD);
  }

  @Test
  void growthDuringTheWarmUpDoesNotCount() {
    assertThat(ofMemory(LONG, process(1, hours -> Math.min(150, 100 + 300 * hours))))
        .isEqualTo(Outcome.HELD);
  }

  @Test
  void memoryThatAFaultNeededIsNoGrowth() {
    assertThat(ofMemory(LONG, process(1, hours -> hours < 0.5 ? 100 : 120)))
        .isEqualTo(Outcome.HELD);
  }

  @Test
  void chanceIsNoGrowth() {
    var differing =
        List.of(
            process(1, hours -> 100 + 9 * hours),
            process(2, hours -> 100 - 6 * hours),
            process(3, hours -> 100 + 3 * hours));
    var alike = List.of(process(1, hours -> 100 + 3 * hours), process(2, hours -> 90 + 3 * hours));

    assertThat(Growth.perHour(differing, Sample::rss).orElseThrow().exceeds(1)).isFalse();
    assertThat(Growth.perHour(alike, Sample::rss).orElseThrow().exceeds(1)).isTrue();
  }

  @Test
  void processThatBeginsToLeadIsLargerAndDoesNotGrow() {
    var samples = new ArrayList<>(process(1, hours -> 100.0));
    process(1, hours -> 120.0)
        .forEach(each -> samples.add(sample(1, each.minute() + 60, true, each.age(), each.rss())));

    assertThat(ofMemory(LONG, samples)).isEqualTo(Outcome.HELD);
  }

  private static Sample sample(long pid, double minute, boolean leads, double age, double rss) {
    return new Sample("first", pid, minute, leads, age, rss, 0, 0);
  }

  private static Outcome ofMemory(Duration length, List<Sample> samples) {
    return new Verdicts(length, WARM_UP, samples, INTERRUPTIONS)
        .all(new Journal()).stream()
            .filter(verdict -> verdict.assertion().equals(Claim.MEMORY.sentence()))
            .findFirst()
            .orElseThrow()
            .outcome();
  }

  /** An hour with a sample every 5 seconds. */
  private static List<Sample> process(long pid, DoubleUnaryOperator rss) {
    List<Sample> samples = new ArrayList<>();
    for (int second = 0; second <= 3600; second += 5) {
      double minute = second / 60.0;
      samples.add(sample(pid, minute, false, minute, rss.applyAsDouble(minute / 60)));
    }
    return samples;
  }
}
