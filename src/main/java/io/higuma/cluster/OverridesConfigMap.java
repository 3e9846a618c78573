package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * The ConfigMap in the system namespace that holds the overrides of all replicas. Each replica
 * watches it; whoever writes must have seen what was there.
 */
public final class OverridesConfigMap implements AutoCloseable {
  /** The name of the ConfigMap. */
  public static final String NAME = "higuma-config";

  private static final Logger LOG = Logger.getLogger(OverridesConfigMap.class);
  private static final int GREATEST_MESSAGE = 1000;
  private static final Duration LISTEN = Duration.ofSeconds(15);

  private final ApiCalls api;
  private final String namespace;
  private final ApiPath all;
  private final Watched<StoredOverrides> watched;
  private final Thread listener =
      Thread.ofVirtual().name("listen for silence of " + NAME).unstarted(this::listen);

  /**
   * Prepares the watch without starting it.
   *
   * @param api stays the caller's
   * @param namespace the system namespace
   */
  public OverridesConfigMap(ApiCalls api, String namespace) {
    this.api = api;
    this.namespace = namespace;
    this.all = ApiPath.core().namespace(namespace).resource("configmaps");
    this.watched =
        new Watched<>(
            api,
            Kind.of(
                "ConfigMap " + NAME,
                all.with("fieldSelector", "metadata.name=" + NAME),
                OverridesDocument.FIELDS,
                map -> Optional.of(OverridesDocument.read(map))));
  }

  /**
   * Begins to watch.
   *
   * @param changed called after each change, on the thread of the watch
   */
  public void start(Runnable changed) {
    watched.store().listen((key, before, after) -> changed.run());
    watched.start();
    listener.start();
  }

  /** Completes when the ConfigMap has been read, or is known not to be there. */
  public CompletableFuture<Void> synced() {
    return watched.synced();
  }

  /** What it is called and, where it cannot be read, why. */
  public String describe() {
    return watched.describe();
  }

  /** What the watch has seen last. */
  public StoredOverrides watched() {
    return watched.store().find(namespace, NAME).orElse(StoredOverrides.NONE);
  }

  /**
   * What is stored now, asked of the API server.
   *
   * @throws IOException where it cannot be read
   */
  public StoredOverrides read() throws IOException {
    return whole().map(OverridesDocument::read).orElse(StoredOverrides.NONE);
  }

  /**
   * Stores {@code after} where {@code before} still stands.
   *
   * @return what is stored now; empty where somebody else was faster
   * @throws IOException where it cannot be written
   */
  public Optional<StoredOverrides> write(StoredOverrides before, StoredOverrides after)
      throws IOException {
    Optional<ObjectNode> there = whole();
    StoredOverrides now = there.map(OverridesDocument::read).orElse(StoredOverrides.NONE);
    if (!now.resourceVersion().equals(before.resourceVersion())) {
      return Optional.empty();
    }
    ObjectNode map = there.orElseGet(() -> OverridesDocument.fresh(namespace, NAME));
    OverridesDocument.write(map, after);
    byte[] body = bytes(map);
    ApiAnswer answer =
        call(() -> there.isPresent() ? api.put(all.name(NAME), body) : api.post(all, body));
    boolean overtaken =
        answer.status() == ApiAnswer.CONFLICT
            || (there.isPresent() && answer.status() == ApiAnswer.NOT_FOUND);
    return overtaken
        ? Optional.empty()
        : Optional.of(OverridesDocument.read(good(answer).object(Sieve.ALL)));
  }

  /**
   * Tells the cluster's users with an Event about the ConfigMap. Replicas that say the same about
   * the same version say it once.
   */
  public void warn(String reason, String message, String about, Instant at) {
    try {
      byte[] event = bytes(event(reason, message, about, at));
      ApiAnswer answer =
          call(() -> api.post(ApiPath.core().namespace(namespace).resource("events"), event));
      if (answer.status() != ApiAnswer.CONFLICT) {
        good(answer);
      }
    } catch (IOException e) {
      LOG.warnf("an Event could not be written: %s", e.getMessage());
    }
  }

  private ObjectNode event(String reason, String message, String about, Instant at) {
    String time = at.truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode event =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("name", NAME + "." + Integer.toHexString((reason + about + message).hashCode()))
        .put("namespace", namespace);
    event
        .putObject("involvedObject")
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .put("name", NAME)
        .put("namespace", namespace);
    event.putObject("source").put("component", "higuma");
    return event
        .put("type", "Warning")
        .put("reason", reason)
        .put("message", message.substring(0, Math.min(message.length(), GREATEST_MESSAGE)))
        .put("firstTimestamp", time)
        .put("lastTimestamp", time)
        .put("count", 1);
  }

  private Optional<ObjectNode> whole() throws IOException {
    ApiAnswer answer = call(() -> api.get(all.name(NAME)));
    return answer.status() == ApiAnswer.NOT_FOUND
        ? Optional.empty()
        : Optional.of((ObjectNode) good(answer).object(Sieve.ALL));
  }

  private interface Call {
    ApiAnswer make() throws IOException, InterruptedException;
  }

  private static ApiAnswer call(Call call) throws IOException {
    try {
      return call.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static ApiAnswer good(ApiAnswer answer) throws IOException {
    if (!answer.good()) {
      throw new ApiRefusal(answer);
    }
    return answer;
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void listen() {
    try {
      while (true) {
        Thread.sleep(LISTEN);
        watched.endIfSilent();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    listener.interrupt();
    watched.close();
  }
}
