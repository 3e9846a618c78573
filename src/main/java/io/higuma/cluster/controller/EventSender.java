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
import io.higuma.kuma.TextTruncation;
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
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends Events asynchronously from bounded queues: rate limited, warnings first. Events that do not
 * fit are dropped and counted. Repeated Events become one Event with a series count, updated at
 * most once a minute.
 */
final class EventSender implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventSender.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int QUEUE_SIZE = 1000;
  private static final int SENT_CACHE_SIZE = 4096;
  private static final int MAX_NOTE_LENGTH = 1000;
  private static final int PER_SECOND = 10;
  private static final int BURST = 100;
  private static final Duration SERIES_PERIOD = Duration.ofMinutes(1);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private record Identity(ObjectReference target, EventReason reason, String note) {}

  private record Pending(Identity identity, Instant at) {}

  private static final class Sent {
    String name = "";
    int count = 1;
    Instant last = Instant.EPOCH;
  }

  private final LeaderGuard leaderGuard;
  private final SentEventListener listener;
  private final KubernetesClient client;
  private final String reporter;
  private final String instance;
  private final Clock clock;
  private final RateLimit rate = RateLimit.of(PER_SECOND, BURST);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Deque<Pending> warnings = new ArrayDeque<>();
  private final Deque<Pending> normal = new ArrayDeque<>();
  private final AtomicLong dropped = new AtomicLong();
  private final SupervisedLoop sendLoop;

  /** Only used by the send loop. */
  private final Map<Identity, Sent> sent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Sent> eldest) {
          return size() > SENT_CACHE_SIZE;
        }
      };

  /**
   * Sends nothing before {@link #start}.
   *
   * @param reporter reporting controller, such as {@code k8s.kuma.io/dataplane-generator}
   * @param instance reporting instance, such as the Pod's name
   * @param leaderGuard no Event is sent while it is closed
   * @param listener called by the send loop
   * @param loops runs the send loop
   */
  EventSender(
      KubernetesClient client,
      String reporter,
      String instance,
      Clock clock,
      LeaderGuard leaderGuard,
      SentEventListener listener,
      LoopSupervisor loops) {
    this.leaderGuard = leaderGuard;
    this.listener = listener;
    this.client = client;
    this.reporter = reporter;
    this.instance = instance;
    this.clock = clock;
    this.sendLoop = loops.loop("events of " + reporter, HEARTBEAT_LIMIT, this::iterate);
  }

  void start() {
    sendLoop.start();
  }

  /** Number of Events that were not sent. */
  long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    sendLoop.close();
  }

  /**
   * Queues an Event; a note longer than 1000 characters is truncated. An Event with an invalid
   * namespace name is dropped.
   *
   * @param target the regarded object; the Event is created in its namespace, in {@code default} if
   *     it has none
   */
  void report(ObjectReference target, EventReason reason, String message) {
    if (!KubernetesName.DNS_LABEL.matches(namespace(target))) {
      dropped.incrementAndGet();
      return;
    }
    String note = TextTruncation.withEllipsis(message, MAX_NOTE_LENGTH);
    Pending pending = new Pending(new Identity(target, reason, note), clock.instant());
    lock.lock();
    try {
      Deque<Pending> queue = reason.isWarning() ? warnings : normal;
      if (queue.size() >= QUEUE_SIZE) {
        dropped.incrementAndGet();
      } else {
        queue.add(pending);
        notEmpty.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private NextRun iterate(SupervisedLoop loop) throws InterruptedException {
    send(loop.await(this::next));
    return NextRun.atOnce();
  }

  private Pending next() throws InterruptedException {
    lock.lock();
    try {
      while (warnings.isEmpty() && normal.isEmpty()) {
        notEmpty.await();
      }
      return warnings.isEmpty() ? normal.remove() : warnings.remove();
    } finally {
      lock.unlock();
    }
  }

  private void send(Pending event) throws InterruptedException {
    @Nullable Sent previous = sent.get(event.identity());
    if (previous != null) {
      previous.count++;
      if (Duration.between(previous.last, event.at()).compareTo(SERIES_PERIOD) < 0) {
        return;
      }
    }
    rate.acquire();
    if (!leaderGuard.mayWrite()) {
      dropped.incrementAndGet();
      return;
    }
    try {
      if (previous == null || previous.name.isEmpty()) {
        create(event);
      } else {
        updateSeries(event, previous);
      }
      var written = event.identity();
      listener.sent(written.target(), written.reason(), written.note());
    } catch (IOException e) {
      dropped.incrementAndGet();
      LOG.debugf(e, "an event could not be sent");
    }
  }

  private void create(Pending pending) throws IOException, InterruptedException {
    Sent entry = sent.computeIfAbsent(pending.identity(), added -> new Sent());
    entry.last = pending.at();
    Event event = event(pending);
    var _ = TypedCalls.call(resource(event)::create);
    entry.name = event.getMetadata().getName();
  }

  private void updateSeries(Pending pending, Sent previous)
      throws IOException, InterruptedException {
    previous.last = pending.at();
    var series = new EventSeries(previous.count, micros(pending.at()));
    var event = builder(pending, previous.name).withSeries(series).build();
    if (TypedCalls.change(() -> resource(event).patch(TypedCalls.MERGE)).isEmpty()) {
      // Events are deleted after an hour.
      previous.count = 1;
      create(pending);
    }
  }

  private Resource<Event> resource(Event event) {
    return client.events().v1().events().resource(event);
  }

  /** Kubernetes demands this namespace for Events on objects without one. */
  private static String namespace(ObjectReference target) {
    return Objects.requireNonNullElse(target.getNamespace(), "default");
  }

  private static MicroTime micros(Instant time) {
    return new MicroTime(MICROS.format(time));
  }

  private static String name(Pending event) {
    String prefix = namePrefix(event.identity().target());
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, event.at());
    return prefix + "." + Long.toHexString(micros * 31 + event.identity().hashCode());
  }

  /** The valid prefix of the target's name; else its kind. */
  private static String namePrefix(ObjectReference target) {
    String name = target.getName();
    int end = Math.min(name.length(), 220);
    while (end > 0 && (name.charAt(end - 1) == '-' || name.charAt(end - 1) == '.')) {
      end--;
    }
    String prefix = name.substring(0, end);
    String kind = target.getKind().toLowerCase(Locale.ROOT);
    boolean usable = KubernetesName.DNS_SUBDOMAIN.matches(prefix);
    return usable ? prefix : KubernetesName.DNS_LABEL.matches(kind) ? kind : "event";
  }

  private static EventBuilder builder(Pending pending, String name) {
    return new EventBuilder()
        .withMetadata(TypedCalls.named(namespace(pending.identity().target()), name));
  }

  private Event event(Pending pending) {
    Identity identity = pending.identity();
    return builder(pending, name(pending))
        .withEventTime(micros(pending.at()))
        .withReportingController(reporter)
        .withReportingInstance(instance)
        .withAction(identity.reason().action())
        .withReason(identity.reason().reason())
        .withType(identity.reason().type())
        .withNote(identity.note())
        .withRegarding(identity.target())
        .build();
  }
}
