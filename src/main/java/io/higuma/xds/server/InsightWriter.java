package io.higuma.xds.server;

import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ResourceType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Writes a DataplaneInsight for each proxy with a stream of this replica: who is connected, since
 * when, and what was acknowledged or rejected. Changes are written at most once a second, counts
 * alone once a minute: every readiness change of a service changes those of all its clients.
 */
public final class InsightWriter implements StreamEvents, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(InsightWriter.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration COUNTS_PERIOD = Duration.ofMinutes(1);

  /** Pause after a failure that another attempt will not mend at once. */
  private static final Duration FAILURE_PAUSE = Duration.ofSeconds(30);

  /** How long the end of a stream is kept if it cannot be written. */
  private static final Duration END_TIME = Duration.ofMinutes(3);

  /** Statuses that all insights get: 401, 403, and 422 if the cluster has another schema. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 422);

  private static final Duration CLOSE_TIME = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private final StoredInsights insights;
  private final String instance;
  private final InstantSource clock;
  private final SupervisedLoop loop;
  private final Map<StreamId, Subscription> subscriptions = new ConcurrentHashMap<>();

  /** When a change is due, in the clock's milliseconds, by stream. */
  private final Map<StreamId, Long> due = new ConcurrentHashMap<>();

  /** Statuses of failures that were logged; only used by the loop. */
  private final Set<Integer> logged = new HashSet<>();

  /** Until when nothing is written, in the clock's milliseconds. */
  private volatile long pausedUntil;

  /**
   * Writes nothing before {@link #start}.
   *
   * @param instance the name of this replica
   */
  public InsightWriter(ApiCalls api, String instance, InstantSource clock, LoopSupervisor loops) {
    this.insights = new StoredInsights(api);
    this.instance = instance;
    this.clock = clock;
    this.loop = loops.loop("insights", HEARTBEAT_LIMIT, _ -> writeDue());
  }

  /** Starts to write. */
  public void start() {
    loop.start();
  }

  /** Writes what is known now, for at most two seconds: the ends of streams should not be lost. */
  @Override
  public void close() {
    loop.close();
    long end = System.nanoTime() + CLOSE_TIME.toNanos();
    try {
      for (StreamId stream : new ArrayList<>(due.keySet())) {
        if (System.nanoTime() - end < 0 && !isPaused()) {
          write(stream);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void connected(StreamId stream, NodeMetadata node) {
    subscriptions.put(stream, new Subscription(stream, instance, node, clock.instant()));
    changed(stream, PERIOD);
  }

  @Override
  public void sent(StreamId stream, ResourceType type) {
    find(stream).ifPresent(subscription -> subscription.sent(type));
  }

  @Override
  public void acknowledged(StreamId stream, ResourceType type, String version) {
    find(stream)
        .ifPresent(subscription -> subscription.acknowledged(type, version, clock.instant()));
    changed(stream, COUNTS_PERIOD);
  }

  @Override
  public void rejected(StreamId stream, ResourceType type, String version, String error) {
    find(stream).ifPresent(subscription -> subscription.rejected(type, error, clock.instant()));
    changed(stream, PERIOD);
  }

  @Override
  public void recovered(StreamId stream, ResourceType type) {
    find(stream).ifPresent(subscription -> subscription.recovered(type));
    changed(stream, PERIOD);
  }

  @Override
  public void disconnected(StreamId stream) {
    find(stream).ifPresent(subscription -> subscription.disconnected(clock.instant()));
    changed(stream, PERIOD);
  }

  /** The proxy of this Dataplane, if it has a stream to this replica. */
  public Optional<ConnectedProxy> connected(String namespace, String name) {
    return subscriptions.values().stream()
        .filter(subscription -> !subscription.isDisconnected())
        .filter(subscription -> subscription.stream().proxy().name().equals(name))
        .filter(subscription -> subscription.stream().proxy().namespace().equals(namespace))
        .findFirst()
        .map(Subscription::connected);
  }

  /** The number of proxies with a stream to this replica. */
  public int connected() {
    return Math.toIntExact(
        subscriptions.values().stream().filter(stream -> !stream.isDisconnected()).count());
  }

  private Optional<Subscription> find(StreamId stream) {
    return Optional.ofNullable(subscriptions.get(stream));
  }

  private void changed(StreamId stream, Duration within) {
    due.merge(stream, clock.millis() + within.toMillis(), Math::min);
  }

  /** Writes what is due, the longest due first, unless all writes are paused. */
  NextRun writeDue() throws InterruptedException {
    forgetEnds();
    for (StreamId stream : dueNow()) {
      if (isPaused()) {
        break;
      }
      loop.beat();
      // Later changes are due again.
      due.remove(stream);
      write(stream);
    }
    return NextRun.in(PERIOD);
  }

  private List<StreamId> dueNow() {
    long now = clock.millis();
    return due.entrySet().stream()
        .filter(entry -> entry.getValue() <= now)
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void write(StreamId stream) throws InterruptedException {
    Optional<Subscription> subscription = find(stream);
    if (subscription.isEmpty()) {
      return;
    }
    // It may end while it is written; its end is due then.
    boolean ended = subscription.get().isDisconnected();
    Optional<Duration> retry = attempt(subscription.get());
    retry.ifPresent(pause -> changed(stream, pause));
    if (retry.isEmpty() && ended) {
      subscriptions.remove(stream);
    }
  }

  /** Writes the insight of a stream; returns when to try again, empty for not at all. */
  private Optional<Duration> attempt(Subscription subscription) throws InterruptedException {
    ProxyIdentity proxy = subscription.stream().proxy();
    try {
      return insights.write(subscription).flatMap(response -> retryAfter(proxy, response));
    } catch (IOException e) {
      LOG.debugf(e, "the insight of %s was not written", proxy.node());
      return Optional.of(FAILURE_PAUSE);
    }
  }

  private Optional<Duration> retryAfter(ProxyIdentity proxy, ApiResponse response) {
    if (response.isSuccess()) {
      return Optional.empty();
    }
    if (response.status() == ApiResponse.CONFLICT) {
      return Optional.of(PERIOD);
    }
    boolean isUnknownKind = response.status() == ApiResponse.NOT_FOUND;
    if (logged.add(response.status())) {
      if (isUnknownKind) {
        LOG.info("DataplaneInsights are not written: the cluster does not know the kind");
      } else {
        LOG.warnf("the insight of %s was not written: %s", proxy.node(), response.summary());
      }
    }
    if (REFUSALS.contains(response.status())) {
      pausedUntil = clock.millis() + FAILURE_PAUSE.toMillis();
    }
    return isUnknownKind ? Optional.empty() : Optional.of(FAILURE_PAUSE);
  }

  private boolean isPaused() {
    return clock.millis() < pausedUntil;
  }

  /** Forgets ends that cannot be written: otherwise their number would grow without limit. */
  private void forgetEnds() {
    Instant oldest = clock.instant().minus(END_TIME);
    Set<ProxyIdentity> connected = isPaused() ? connectedProxies() : Set.of();
    List<StreamId> forgotten =
        subscriptions.values().stream()
            .filter(
                subscription ->
                    subscription.hasEndedBefore(oldest)
                        || (subscription.isDisconnected()
                            && connected.contains(subscription.stream().proxy())))
            .map(Subscription::stream)
            .toList();
    subscriptions.keySet().removeAll(forgotten);
    due.keySet().removeAll(forgotten);
  }

  private Set<ProxyIdentity> connectedProxies() {
    return subscriptions.values().stream()
        .filter(subscription -> !subscription.isDisconnected())
        .map(subscription -> subscription.stream().proxy())
        .collect(Collectors.toUnmodifiableSet());
  }
}
