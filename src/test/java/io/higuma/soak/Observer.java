package io.higuma.soak;

import io.higuma.testing.ProcessFigures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Samples the processes, and reads their logs and loop counters while they run. */
final class Observer implements AutoCloseable {
  private static final Duration SAMPLES_EVERY = Duration.ofSeconds(5);
  private static final Duration LOGS_EVERY = Duration.ofSeconds(1);

  /** The first line of an entry. */
  private static final Pattern ENTRY = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+ \\w+ .*");

  /** A line at ERROR, a line of a stack trace, or what a runtime writes when it ends. */
  private static final Pattern WRONG =
      Pattern.compile(
          "\\S+ (ERROR|FATAL) .*|\\s+at [\\w.$/]+\\(.*|Exception in thread .*|Fatal error.*");

  /** Its stack traces are those of threads on a busy machine, not of exceptions. */
  private static final String BLOCKED = "BlockedThreadChecker";

  /** A percentile of the webhook at one moment. */
  record Latency(double minute, double millis) {}

  /** A process in a role, and when it began. */
  private record Role(long pid, boolean leads, double since) {}

  private final Replicas replicas;
  private final LatencyProbe probe;
  private final Journal journal;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Latency> latencies = new ArrayList<>();
  private final Map<String, Role> roles = new HashMap<>();
  private final Map<Path, Long> read = new HashMap<>();
  private final Map<String, String> entries = new HashMap<>();
  private final Map<String, Double> faults = new HashMap<>();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

  Observer(Replicas replicas, LatencyProbe probe, Journal journal) {
    this.replicas = replicas;
    this.probe = probe;
    this.journal = journal;
  }

  void start() {
    every(SAMPLES_EVERY, this::sample);
    every(LOGS_EVERY, this::readLogs);
  }

  private void every(Duration period, Runnable action) {
    var _ =
        threads.scheduleAtFixedRate(
            () -> {
              try {
                action.run();
              } catch (RuntimeException | Error e) {
                journal.failed(Claim.REACTIONS, "the observer: " + e);
              }
            },
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** All samples so far. */
  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** All latencies so far. */
  synchronized List<Latency> latencies() {
    return List.copyOf(latencies);
  }

  private synchronized void sample() {
    double minute = journal.minute();
    for (var replica : replicas.all()) {
      long pid = replica.process().process().pid();
      if (!replica.serves()) {
        continue;
      }
      long start = System.nanoTime();
      try {
        var metrics = Metrics.of(replica.process());
        var role = role(replica.name(), pid, metrics.leads(), minute);
        var figures = new ProcessFigures(pid);
        samples.add(
            new Sample(
                replica.name(),
                pid,
                minute,
                role.leads(),
                minute - role.since(),
                figures.memory("VmRSS") * 1024 / 1e6,
                figures.threads(),
                figures.descriptors()));
        countFaults(replica.name(), pid, metrics);
      } catch (UncheckedIOException e) {
        journal.failed(Claim.CALLS, start, "the figures of a process: " + e.getMessage());
      }
    }
    probe.recent().ifPresent(millis -> latencies.add(new Latency(minute, millis)));
  }

  private Role role(String replica, long pid, boolean leads, double minute) {
    return roles.compute(
        replica,
        (_, role) ->
            role != null && role.pid() == pid && role.leads() == leads
                ? role
                : new Role(pid, leads, minute));
  }

  private void countFaults(String replica, long pid, Metrics metrics) {
    metrics
        .loopFaults()
        .forEach(
            (loop, count) -> {
              if (!count.equals(faults.put(pid + loop, count))) {
                journal.failed(
                    Claim.LOOPS,
                    System.nanoTime() - SAMPLES_EVERY.toNanos(),
                    "the loop %s of the %s replica has failed %.0f times"
                        .formatted(loop, replica, count));
              }
            });
  }

  private void readLogs() {
    for (var replica : replicas.all()) {
      var log = replica.process().process().log();
      try (var file = new RandomAccessFile(log.toFile(), "r")) {
        long from = read.getOrDefault(log, 0L);
        byte[] bytes = new byte[(int) Math.min(file.length() - from, 1 << 24)];
        file.seek(from);
        file.readFully(bytes);
        var text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        read.put(log, from + text.substring(0, end).getBytes(StandardCharsets.UTF_8).length);
        long since = System.nanoTime() - LOGS_EVERY.toNanos();
        text.substring(0, end).lines().forEach(line -> read(replica.name(), line, since));
      } catch (IOException e) {
        journal.failed(Claim.LOG, "the log cannot be read: " + e);
      }
    }
  }

  private void read(String replica, String line, long since) {
    if (ENTRY.matcher(line).matches()) {
      entries.put(replica, line);
    }
    var entry = entries.getOrDefault(replica, "");
    if (WRONG.matcher(line).matches() && !entry.contains(BLOCKED)) {
      journal.failed(
          Claim.LOG,
          since,
          replica + ": " + line.strip() + (line.equals(entry) ? "" : " of " + entry));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
