package io.higuma.api.status;

import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Samples the metrics of admission once a minute and keeps the samples of the last hour. It reads
 * the meters, so that requests cost nothing more.
 */
public final class LastHour implements AutoCloseable {
  /** Number of samples that are kept. */
  public static final int SAMPLES = 60;

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);
  private static final String DECISIONS = "higuma_injection_decisions";
  private static final double P99 = 0.99;

  /** Counters at one moment; the limits of the histogram are in milliseconds, cumulative. */
  private record Totals(
      long injected,
      long skipped,
      long refused,
      long failed,
      long requests,
      TreeMap<Double, Double> histogram) {}

  private final MeterRegistry meters;
  private final InstantSource clock;
  private final Runnable sampled;
  private final SupervisedLoop loop;
  private final Deque<HourSample> samples = new ArrayDeque<>();
  private Optional<Totals> previous = Optional.empty();

  /**
   * Samples nothing before {@link #start}.
   *
   * @param sampled called after each sample; must not block
   */
  public LastHour(
      MeterRegistry meters, InstantSource clock, Runnable sampled, LoopSupervisor loops) {
    this.meters = meters;
    this.clock = clock;
    this.sampled = sampled;
    this.loop = loops.loop("last hour", HEARTBEAT_LIMIT, _ -> iterate());
  }

  /** Starts to sample. */
  public void start() {
    loop.start();
  }

  /** The samples, the oldest first; at most {@link #SAMPLES}, none in the first minute. */
  public synchronized List<HourSample> samples() {
    return List.copyOf(samples);
  }

  @Override
  public void close() {
    loop.close();
  }

  private NextRun iterate() {
    sample();
    return NextRun.in(PERIOD);
  }

  /** Takes a sample of what happened since the last call; the first call only remembers totals. */
  void sample() {
    var now = totals();
    synchronized (this) {
      previous.ifPresent(before -> add(before, now));
      previous = Optional.of(now);
    }
    sampled.run();
  }

  private void add(Totals before, Totals now) {
    if (samples.size() >= SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(
        new HourSample(
            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
            now.injected() - before.injected(),
            now.skipped() - before.skipped(),
            now.refused() - before.refused(),
            now.failed() - before.failed(),
            p99(before, now),
            streams()));
  }

  private Totals totals() {
    TreeMap<Double, Double> histogram = new TreeMap<>();
    long requests = 0;
    for (Timer timer : meters.find("higuma_admission_duration").timers()) {
      requests += timer.count();
      for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
        histogram.merge(bucket.bucket(TimeUnit.MILLISECONDS), bucket.count(), Double::sum);
      }
    }
    return new Totals(
        decisions("injected"),
        decisions("skipped"),
        decisions("refused"),
        count(meters.find("higuma_admission_faults").counters())
            + count(meters.find("higuma_admission_shed").counters()),
        requests,
        histogram);
  }

  private long decisions(String decision) {
    return count(meters.find(DECISIONS).tag("decision", decision).counters());
  }

  private static long count(Iterable<Counter> counters) {
    long sum = 0;
    for (Counter counter : counters) {
      sum += (long) counter.count();
    }
    return sum;
  }

  private int streams() {
    Gauge gauge = meters.find("higuma_xds_streams").gauge();
    return gauge == null ? 0 : (int) gauge.value();
  }

  /** The lowest limit of the histogram below which 99 % of the new requests are. */
  private Optional<Long> p99(Totals before, Totals now) {
    long requests = now.requests() - before.requests();
    if (requests <= 0) {
      return Optional.empty();
    }
    for (var bucket : now.histogram().entrySet()) {
      double below = bucket.getValue() - before.histogram().getOrDefault(bucket.getKey(), 0.0);
      if (below >= P99 * requests) {
        return Optional.of(Math.round(bucket.getKey()));
      }
    }
    return Optional.of(slowest());
  }

  /** The slowest request of the last minutes, if it is above all limits of the histogram. */
  private long slowest() {
    double slowest = 0;
    for (Timer timer : meters.find("higuma_admission_duration").timers()) {
      slowest = Math.max(slowest, timer.max(TimeUnit.MILLISECONDS));
    }
    return (long) Math.ceil(slowest);
  }
}
