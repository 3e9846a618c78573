package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.higuma.cluster.client.RateLimit;
import io.higuma.cluster.client.TypedCalls;
import io.higuma.cluster.leader.LeaderGuard;
import io.higuma.kuma.KubernetesName;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes Events behind the work and never holds it up: slowly, warnings first, and what does not
 * fit is dropped and counted. What repeats itself is one Event with a count, brought up to date at
 * most once a minute.
 */
final class EventSender implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventSender.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int WAITING = 1000;
  private static final int REMEMBERED = 4096;
  private static final int NOTE_LIMIT = 1000;
  private static final int PER_SECOND = 10;
  private static final int AT_ONCE = 100;
  private static final Duration SERIES = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  /**
   * What is reported.
   *
   * @param reason one word in CamelCase
   * @param action what was done or failed, one word
   * @param warning whether somebody should look at it
   */
  record Reason(String reason, String action, boolean warning) {}

  private record Identity(ObjectReference target, Reason reason, String note) {}

  private record Pending(Identity identity, Instant at) {}

  private static final class Sent {
    String name = "";
    int count = 1;
    Instant last = Instant.EPOCH;
  }

  private final LeaderGuard fence;
  private final KubernetesClient client;
  private final String reporter;
  private final String instance;
  private final Clock clock;
  private final RateLimit rate = RateLimit.of(PER_SECOND, AT_ONCE);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<Pending> warnings = new ArrayDeque<>();
  private final Deque<Pending> normal = new ArrayDeque<>();
  private final AtomicLong dropped = new AtomicLong();
  private final SupervisedLoop sending;

  /** Only the sending thread uses it. */
  private final Map<Identity, Sent> sent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Sent> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Nothing is sent before {@link #start}.
   *
   * @param reporter which part reports, such as {@code k8s.kuma.io/dataplane-generator}
   * @param instance which process reports, such as the Pod's name
   * @param fence nothing is sent while it is closed
   * @param loops what sending is a loop of
   */
  EventSender(
      KubernetesClient client,
      String reporter,
      String instance,
      Clock clock,
      LeaderGuard fence,
      LoopSupervisor loops) {
    this.fence = fence;
    this.client = client;
    this.reporter = reporter;
    this.instance = instance;
    this.clock = clock;
    this.sending = loops.loop("events of " + reporter, HEARTBEAT_LIMIT, this::turn);
  }

  void start() {
    sending.start();
  }

  /** How many were not sent. */
  long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    sending.close();
  }

  /**
   * Reports something; a note that is too long is cut. An Event in a namespace whose name cannot be
   * one is dropped.
   *
   * @param target what it is about; its namespace is where the Event will be
   */
  void report(ObjectReference target, Reason reason, String words) {
    if (!KubernetesName.DNS_LABEL.matches(target.getNamespace())) {
      dropped.incrementAndGet();
      return;
    }
    String note = words.length() > NOTE_LIMIT ? words.substring(0, NOTE_LIMIT) + "…" : words;
    Pending pending = new Pending(new Identity(target, reason, note), clock.instant());
    lock.lock();
    try {
      Deque<Pending> queue = reason.warning() ? warnings : normal;
      if (queue.size() >= WAITING) {
        dropped.incrementAndGet();
      } else {
        queue.add(pending);
        more.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private NextRun turn(SupervisedLoop loop) throws InterruptedException {
    send(loop.await(this::next));
    return NextRun.atOnce();
  }

  private Pending next() throws InterruptedException {
    lock.lock();
    try {
      while (warnings.isEmpty() && normal.isEmpty()) {
        more.await();
      }
      return warnings.isEmpty() ? normal.remove() : warnings.remove();
    } finally {
      lock.unlock();
    }
  }

  private void send(Pending event) throws InterruptedException {
    @Nullable Sent before = sent.get(event.identity());
    if (before != null) {
      before.count++;
      if (Duration.between(before.last, event.at()).compareTo(SERIES) < 0) {
        return;
      }
    }
    rate.acquire();
    if (!fence.open()) {
      dropped.incrementAndGet();
      return;
    }
    try {
      if (before == null || before.name.isEmpty()) {
        create(event);
      } else {
        repeat(event, before);
      }
    } catch (IOException e) {
      dropped.incrementAndGet();
      LOG.debugf(e, "an event could not be sent");
    }
  }

  private void create(Pending pending) throws IOException, InterruptedException {
    Sent now = sent.computeIfAbsent(pending.identity(), added -> new Sent());
    now.last = pending.at();
    Event event = event(pending);
    var _ = TypedCalls.call(resource(event)::create);
    now.name = event.getMetadata().getName();
  }

  private void repeat(Pending pending, Sent before) throws IOException, InterruptedException {
    before.last = pending.at();
    var series = new EventSeries(before.count, micros(pending.at()));
    var event = builder(pending, before.name).withSeries(series).build();
    if (TypedCalls.change(() -> resource(event).patch(TypedCalls.MERGE)).isEmpty()) {
      // Events are deleted after an hour.
      before.count = 1;
      create(pending);
    }
  }

  private Resource<Event> resource(Event event) {
    return client.events().v1().events().resource(event);
  }

  private static MicroTime micros(Instant time) {
    return new MicroTime(MICROS.format(time));
  }

  private static String name(Pending event) {
    String start = start(event.identity().target());
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, event.at());
    return start + "." + Long.toHexString(micros * 31 + event.identity().hashCode());
  }

  /** Of the target's name what can be part of a name; else of its kind's. */
  private static String start(ObjectReference target) {
    String name = target.getName();
    int end = Math.min(name.length(), 220);
    while (end > 0 && (name.charAt(end - 1) == '-' || name.charAt(end - 1) == '.')) {
      end--;
    }
    String start = name.substring(0, end);
    String kind = target.getKind().toLowerCase(Locale.ROOT);
    boolean usable = KubernetesName.DNS_SUBDOMAIN.matches(start);
    return usable ? start : KubernetesName.DNS_LABEL.matches(kind) ? kind : "event";
  }

  private static EventBuilder builder(Pending pending, String name) {
    return new EventBuilder()
        .withMetadata(TypedCalls.named(pending.identity().target().getNamespace(), name));
  }

  private Event event(Pending pending) {
    Identity identity = pending.identity();
    return builder(pending, name(pending))
        .withEventTime(micros(pending.at()))
        .withReportingController(reporter)
        .withReportingInstance(instance)
        .withAction(identity.reason().action())
        .withReason(identity.reason().reason())
        .withType(identity.reason().warning() ? "Warning" : "Normal")
        .withNote(identity.note())
        .withRegarding(identity.target())
        .build();
  }
}
