package io.higuma.api.status;

import io.higuma.kuma.TextTruncation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Keeps the last hour's refusals, failures and skips of admission requests, and the Events that
 * this replica wrote. Bounded: the oldest are dropped, long texts are truncated, and repetitions
 * are counted instead of kept. Thread-safe; adding does not block on anything but other additions.
 */
public final class EventLog {
  /** Maximum number of entries of each source. */
  public static final int MAX_OF_SOURCE = 250;

  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MAX_NAME_LENGTH = 253;
  private static final int MAX_MESSAGE_LENGTH = 1000;

  /** Where an entry comes from. */
  public enum Source {
    /** A decision about an admission request. */
    ADMISSION,
    /** An Event that was written. */
    EVENT
  }

  /** What happened. */
  public enum Outcome {
    /** The object was refused because of an error in it or in what it refers to. */
    REFUSED,
    /** There was no decision: an internal error, an overload, or not ready. */
    FAILED,
    /** A Pod got no sidecar although a label requests one. */
    SKIPPED,
    /** An Event of type Normal. */
    NORMAL,
    /** An Event of type Warning. */
    WARNING
  }

  /**
   * What is repeated if it happens again.
   *
   * @param kind kind of the object
   * @param namespace namespace of the object; empty if it has none
   * @param name name of the object, or the prefix of a generated name
   */
  public record Entry(
      Outcome outcome, String kind, String namespace, String name, String reason, String message) {
    /** Truncates the texts. */
    public Entry {
      kind = TextTruncation.withEllipsis(kind, MAX_NAME_LENGTH);
      namespace = TextTruncation.withEllipsis(namespace, MAX_NAME_LENGTH);
      name = TextTruncation.withEllipsis(name, MAX_NAME_LENGTH);
      reason = TextTruncation.withEllipsis(reason, MAX_NAME_LENGTH);
      message = TextTruncation.withEllipsis(message, MAX_MESSAGE_LENGTH);
    }
  }

  private record Repeated(Instant last, int count) {}

  private final InstantSource clock;
  private final Runnable added;

  /** In the order of their last repetition. */
  private final Map<Source, SequencedMap<Entry, Repeated>> entries = new EnumMap<>(Source.class);

  /**
   * An empty log.
   *
   * @param added called after each addition; must not block
   */
  public EventLog(InstantSource clock, Runnable added) {
    this.clock = clock;
    this.added = added;
  }

  /** Adds an entry, or counts a repetition. */
  public void add(Source source, Entry entry) {
    var now = clock.instant();
    synchronized (this) {
      var kept = of(source);
      var before = kept.remove(entry);
      int earlier = before != null && isRecent(before.last(), now) ? before.count() : 0;
      kept.put(entry, new Repeated(now, earlier + 1));
      if (kept.size() > MAX_OF_SOURCE) {
        var _ = kept.pollFirstEntry();
      }
    }
    added.run();
  }

  /** The entries of the last hour, the newest first. */
  public List<LoggedEvent> lastHour() {
    var now = clock.instant();
    record Timed(Instant at, LoggedEvent event) {}
    List<Timed> recent = new ArrayList<>();
    synchronized (this) {
      for (Source source : Source.values()) {
        of(source)
            .sequencedEntrySet()
            .reversed()
            .forEach(
                entry -> {
                  var last = entry.getValue().last();
                  if (isRecent(last, now)) {
                    recent.add(new Timed(last, event(source, entry.getKey(), entry.getValue())));
                  }
                });
      }
    }
    return recent.stream()
        .sorted(Comparator.comparing(Timed::at).reversed())
        .map(Timed::event)
        .toList();
  }

  private SequencedMap<Entry, Repeated> of(Source source) {
    return entries.computeIfAbsent(source, _ -> new LinkedHashMap<>());
  }

  private static boolean isRecent(Instant at, Instant now) {
    return at.isAfter(now.minus(KEPT));
  }

  private static LoggedEvent event(Source source, Entry entry, Repeated repeated) {
    return new LoggedEvent(
        repeated.last().truncatedTo(ChronoUnit.MILLIS).toString(),
        repeated.count(),
        lowerCase(source),
        lowerCase(entry.outcome()),
        entry.kind(),
        entry.namespace(),
        entry.name(),
        entry.reason(),
        entry.message());
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
