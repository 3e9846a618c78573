package io.higuma.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.loop.LoopSupervisor;
import io.higuma.testing.VirtualTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests of the samples of the last hour, with meters as the webhook registers them. */
class LastHourTest {
  private final VirtualTime time = new VirtualTime();
  private final MeterRegistry meters = registry();
  private final AtomicInteger sampled = new AtomicInteger();
  private final LastHour hour =
      new LastHour(meters, time.clock(), sampled::incrementAndGet, LoopSupervisor.uncounted());

  /** As Quarkus has it. */
  private static MeterRegistry registry() {
    var composite = new CompositeMeterRegistry();
    composite.add(new SimpleMeterRegistry());
    return composite;
  }

  private Counter decisions(String decision, String reason) {
    return Counter.builder("higuma_injection_decisions")
        .tag("decision", decision)
        .tag("reason", reason)
        .register(meters);
  }

  private Timer duration() {
    return Timer.builder("higuma_admission_duration")
        .serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10))
        .register(meters);
  }

  private HourSample next() {
    time.pass(Duration.ofMinutes(1));
    hour.sample();
    return hour.samples().getLast();
  }

  @Test
  void aSampleHasWhatHappenedSinceTheOneBefore() {
    decisions("injected", "").increment(7);
    hour.sample();
    assertThat(hour.samples()).isEmpty();
    decisions("injected", "").increment(3);
    decisions("skipped", "host_network").increment();
    decisions("skipped", "not_labelled").increment();
    decisions("refused", "mesh_not_found").increment();
    meters.counter("higuma_admission_faults").increment();
    meters.counter("higuma_admission_shed").increment(4);
    Gauge.builder("higuma_xds_streams", () -> 12).register(meters);

    var sample = next();

    assertThat(sample.at()).isEqualTo("2026-01-01T00:01:00Z");
    assertThat(sample.injected()).isEqualTo(3);
    assertThat(sample.skipped()).isEqualTo(2);
    assertThat(sample.refused()).isEqualTo(1);
    assertThat(sample.failed()).isEqualTo(5);
    assertThat(sample.streams()).isEqualTo(12);
    assertThat(next().injected()).isZero();
    assertThat(sampled).hasValue(3);
  }

  @Test
  void knowsALimitThatMostRequestsKeep() {
    duration().record(Duration.ofMillis(3));
    hour.sample();
    assertThat(next().p99Millis()).isEmpty();

    for (int i = 0; i < 200; i++) {
      duration().record(Duration.ofNanos(500_000));
    }
    duration().record(Duration.ofMillis(8));
    assertThat(next().p99Millis()).contains(1L);

    duration().record(Duration.ofMillis(3));
    duration().record(Duration.ofMillis(3));
    assertThat(next().p99Millis()).contains(5L);

    duration().record(Duration.ofMillis(700));
    assertThat(next().p99Millis()).contains(700L);
  }

  @Test
  void keepsAnHour() {
    for (int i = 0; i < 200; i++) {
      decisions("injected", "").increment();
      time.pass(Duration.ofMinutes(1));
      hour.sample();
    }

    assertThat(hour.samples()).hasSize(LastHour.SAMPLES);
    assertThat(hour.samples().getLast().at()).isEqualTo("2026-01-01T03:20:00Z");
    assertThat(hour.samples().getFirst().at()).isEqualTo("2026-01-01T02:21:00Z");
  }
}
