package io.higuma.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.kuma.DataplaneInsight;
import io.higuma.kuma.KumaResource;
import io.higuma.kuma.TextTruncation;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import io.higuma.xds.snapshot.NodeMetadata;
import io.higuma.xds.snapshot.ProxyIdentity;
import io.higuma.xds.snapshot.ResourceType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final Duration CLOSE_TIME = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

  private static final int MAX_ERROR_LENGTH = 1000;

  private final ApiCalls api;
  private final String instance;
  private final InstantSource clock;
  private final SupervisedLoop loop;
  private final Map<StreamId, Subscription> subscriptions = new ConcurrentHashMap<>();

  /** When a change is due, in the clock's milliseconds, by stream. */
  private final Map<StreamId, Long> due = new ConcurrentHashMap<>();

  /** Statuses of failures that were logged; only used by the loop. */
  private final Set<Integer> logged = new HashSet<>();

  /**
   * Writes nothing before {@link #start}.
   *
   * @param instance the name of this replica
   */
  public InsightWriter(ApiCalls api, String instance, InstantSource clock, LoopSupervisor loops) {
    this.api = api;
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
        if (System.nanoTime() - end < 0) {
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

  private NextRun writeDue() throws InterruptedException {
    long now = clock.millis();
    for (Map.Entry<StreamId, Long> entry : new ArrayList<>(due.entrySet())) {
      if (entry.getValue() <= now) {
        loop.beat();
        // Later changes are due again.
        due.remove(entry.getKey());
        write(entry.getKey());
      }
    }
    return NextRun.in(PERIOD);
  }

  private void write(StreamId stream) throws InterruptedException {
    Optional<Subscription> subscription = find(stream);
    if (subscription.isEmpty()) {
      return;
    }
    // It may end while it is written; its end is due then.
    boolean ended = subscription.get().isDisconnected();
    try {
      Optional<Duration> retry = write(subscription.get());
      retry.ifPresent(pause -> changed(stream, pause));
      if (retry.isEmpty() && ended) {
        subscriptions.remove(stream);
      }
    } catch (IOException e) {
      LOG.debugf(e, "the insight of %s was not written", stream.proxy().node());
      changed(stream, FAILURE_PAUSE);
    }
  }

  /** Returns when to try again; empty if there is nothing left to write. */
  private Optional<Duration> write(Subscription subscription)
      throws IOException, InterruptedException {
    ProxyIdentity proxy = subscription.stream().proxy();
    ApiPath all = ApiPath.kuma().namespace(proxy.namespace()).resource("dataplaneinsights");
    ApiResponse current = api.get(all.name(proxy.name()));
    if (current.isSuccess()) {
      JsonNode stored = current.object(FieldFilter.ALL);
      byte[] body = bytes(updated((ObjectNode) stored, subscription));
      return done(proxy, api.put(all.name(proxy.name()).asManager(), body));
    }
    if (current.status() != ApiResponse.NOT_FOUND) {
      return done(proxy, current);
    }
    Optional<ObjectNode> owner = owner(proxy);
    if (owner.isEmpty()) {
      // Without a Dataplane, nothing would delete the insight.
      return Optional.empty();
    }
    ObjectNode fresh = fresh(proxy, owner.get(), subscription);
    return done(proxy, api.post(all.asManager(), bytes(fresh)));
  }

  private Optional<Duration> done(ProxyIdentity proxy, ApiResponse response) {
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
    return isUnknownKind ? Optional.empty() : Optional.of(FAILURE_PAUSE);
  }

  private Optional<ObjectNode> owner(ProxyIdentity proxy) throws IOException, InterruptedException {
    ApiResponse dataplane =
        api.get(
            ApiPath.kuma().namespace(proxy.namespace()).resource("dataplanes").name(proxy.name()));
    if (!dataplane.isSuccess()) {
      return Optional.empty();
    }
    JsonNode metadata = dataplane.object(FieldFilter.ALL).path("metadata");
    return Optional.of(
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", KumaResource.GROUP + "/" + KumaResource.VERSION)
            .put("kind", "Dataplane")
            .put("name", proxy.name())
            .put("uid", metadata.path("uid").asText()));
  }

  private static ObjectNode fresh(
      ProxyIdentity proxy, ObjectNode owner, Subscription subscription) {
    ObjectNode insight =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", KumaResource.GROUP + "/" + KumaResource.VERSION)
            .put("kind", "DataplaneInsight")
            .put("mesh", proxy.mesh());
    ObjectNode metadata =
        insight.putObject("metadata").put("namespace", proxy.namespace()).put("name", proxy.name());
    metadata.putArray("ownerReferences").add(owner);
    return updated(insight, subscription);
  }

  private static ObjectNode updated(ObjectNode insight, Subscription current) {
    StoredSubscriptions.put(insight.withObjectProperty("status"), current.json());
    ObjectNode annotations =
        insight.withObjectProperty("metadata").withObjectProperty("annotations");
    String error = current.errors();
    if (error.isEmpty()) {
      annotations.remove(DataplaneInsight.REJECTED_ANNOTATION);
    } else {
      annotations.put(
          DataplaneInsight.REJECTED_ANNOTATION,
          TextTruncation.withEllipsis(error, MAX_ERROR_LENGTH));
    }
    return insight;
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
