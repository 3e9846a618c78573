package io.higuma.soak;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What happened and when. Each entry is printed as it happens. A failure counts unless it overlaps
 * a window, which is the time of a restart in which calls may fail.
 */
final class Journal {
  /** Failures of an assertion that are kept; all are counted. */
  private static final int KEPT = 20;

  /** The kinds of entries. */
  enum Kind {
    ROTATION,
    KILL,
    RESTART,
    FAULT,
    CHECK,
    FAILURE,
    NOTE
  }

  /**
   * An entry.
   *
   * @param minute since the start
   */
  record Entry(double minute, Kind kind, String sentence) {}

  /**
   * The failures of an assertion.
   *
   * @param first the first ones
   */
  record Failures(long count, List<String> first) {
    static final Failures NONE = new Failures(0, List.of());

    private Failures and(String failure) {
      var more = new ArrayList<>(first);
      if (more.size() < KEPT) {
        more.add(failure);
      }
      return new Failures(count + 1, List.copyOf(more));
    }
  }

  /** The time of a restart; ends a while after it is closed. */
  final class Window implements AutoCloseable {
    private final long from = System.nanoTime();
    private final Duration tail;
    private final String name;
    private volatile long until = Long.MAX_VALUE;

    private Window(String name, Duration tail) {
      this.name = name;
      this.tail = tail;
    }

    private boolean overlaps(long begin, long end) {
      return end - from >= 0 && (until == Long.MAX_VALUE || begin - until <= 0);
    }

    @Override
    public void close() {
      until = System.nanoTime() + tail.toNanos();
      note(
          "The window of %s ends in %d s; it was %.1f s long."
              .formatted(name, tail.toSeconds(), (until - from) / 1e9));
    }
  }

  private final long start = System.nanoTime();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Window> windows = new CopyOnWriteArrayList<>();
  private final Map<Claim, Failures> failures = new EnumMap<>(Claim.class);
  private long tolerated;
  private long unanswered;

  /** Minutes since the start. */
  double minute() {
    return Math.round((System.nanoTime() - start) / 6e7) / 1e3;
  }

  /** Adds an entry. */
  void add(Kind kind, String sentence) {
    var time = LocalTime.now(ZoneOffset.UTC);
    System.out.printf("%tT  %s%n", time, sentence);
    synchronized (this) {
      entries.add(new Entry(minute(), kind, sentence));
    }
  }

  /** Prints a sentence that is not part of the result. */
  void note(String sentence) {
    System.out.printf("%tT  %s%n", LocalTime.now(ZoneOffset.UTC), sentence);
  }

  /**
   * Opens a window in which calls may fail.
   *
   * @param tail how long it lasts after it is closed
   */
  Window window(String name, Duration tail) {
    var window = new Window(name, tail);
    windows.add(window);
    return window;
  }

  /**
   * Records a failure.
   *
   * @param since when that began which failed, by {@link System#nanoTime}
   */
  void failed(Claim claim, long since, String what) {
    long now = System.nanoTime();
    if (windows.stream().anyMatch(window -> window.overlaps(since, now))) {
      synchronized (this) {
        tolerated++;
      }
      return;
    }
    failed(claim, what);
  }

  /** Records a failure that no window excuses. */
  void failed(Claim claim, String what) {
    boolean first;
    synchronized (this) {
      var now = failures.getOrDefault(claim, Failures.NONE).and(what);
      failures.put(claim, now);
      first = now.count() <= KEPT;
    }
    if (first) {
      add(Kind.FAILURE, "FAILED: " + claim.sentence() + ": " + what);
    }
  }

  /** Counts a request that the API server did not answer, which is no failure of the replicas. */
  synchronized void unanswered() {
    unanswered++;
  }

  /** Requests that the API server did not answer. */
  synchronized long allUnanswered() {
    return unanswered;
  }

  /** The failures of an assertion. */
  synchronized Failures failures(Claim claim) {
    return failures.getOrDefault(claim, Failures.NONE);
  }

  /** Failures in windows. */
  synchronized long tolerated() {
    return tolerated;
  }

  /** The minutes at which restarts and faults ended. */
  synchronized List<Double> interruptions() {
    return entries.stream()
        .filter(entry -> entry.kind() == Kind.RESTART || entry.kind() == Kind.FAULT)
        .map(Entry::minute)
        .toList();
  }

  /** All entries. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }
}
