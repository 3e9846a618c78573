package io.higuma.cluster.cache;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.ApiStatusException;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.kuma.JsonFactories;
import io.higuma.loop.Backoff;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.NextRun;
import io.higuma.loop.SupervisedLoop;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store in sync with the API server: lists a kind page by page, then watches it, and lists
 * again when necessary. Retries until closed.
 *
 * @param <V> the stored form of one object
 */
final class Reflector<V> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Reflector.class);
  private static final JsonFactory JSON = JsonFactories.withoutInterning().build();
  private static final int PAGE = 500;

  /** A watch that ends earlier without an event is repeated after a pause. */
  private static final Duration SHORT_WATCH = Duration.ofSeconds(1);

  /** Idle timeout of a watch. The API server sends a bookmark each minute. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(150);

  private final ApiCalls api;
  private final ResourceKind<V> kind;
  private final ObjectStore<V> store;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  private final CompletableFuture<Void> synced = new CompletableFuture<>();
  private final SupervisedLoop loop;
  private volatile @Nullable InputStream open;
  private volatile long lastEvent = System.nanoTime();
  private volatile boolean closed;
  private volatile String problem = "";

  /** The {@code resourceVersion} to continue from; empty for a new list. Only the loop uses it. */
  private String version = "";

  private int failures;
  private final AtomicBoolean listNext = new AtomicBoolean();

  Reflector(ApiCalls api, ResourceKind<V> kind, ObjectStore<V> store, LoopSupervisor loops) {
    this.api = api;
    this.kind = kind;
    this.store = store;
    this.loop = loops.loop("reflect " + kind.plural(), IDLE_TIMEOUT.multipliedBy(2), this::run);
  }

  /** Starts list and watch; does not wait for the sync. */
  void start() {
    loop.start();
  }

  /** Completes when the first list is in the store. */
  CompletableFuture<Void> synced() {
    return synced;
  }

  /** Why the kind cannot be read now; empty if it can. */
  String problem() {
    return problem;
  }

  /** Closes an idle watch; the loop then starts a new one. */
  void closeIfIdle() {
    if (System.nanoTime() - lastEvent > IDLE_TIMEOUT.toNanos()) {
      closeStream();
    }
  }

  /** Ends the watch and lists again. */
  void listAgain() {
    listNext.set(true);
    closeStream();
  }

  @Override
  public void close() {
    closed = true;
    closeStream();
    loop.close();
  }

  private NextRun run(SupervisedLoop ignored) throws InterruptedException {
    String from = listNext.getAndSet(false) ? "" : version;
    // After an unexpected exception: a new list.
    version = "";
    Duration retryAfter = Duration.ZERO;
    long start = System.nanoTime();
    try {
      version = from.isEmpty() ? list() : watch(from);
      boolean isShort = System.nanoTime() - start < SHORT_WATCH.toNanos();
      if (!isShort || !version.equals(from) || listNext.get()) {
        failures = 0;
        return NextRun.atOnce();
      }
    } catch (ApiStatusException e) {
      version = failed(e.response(), from);
      retryAfter = e.response().retryAfter();
    } catch (IOException e) {
      version = from;
      if (!listNext.get()) {
        report("cannot be read: " + e.getMessage());
      }
    }
    failures++;
    return NextRun.in(Collections.max(List.of(backoff.after(failures), retryAfter)));
  }

  /** Returns the {@code resourceVersion} to continue from; empty for a new list. */
  private String failed(ApiResponse response, String version) {
    if (response.status() == ApiResponse.GONE) {
      return "";
    }
    if (response.status() != ApiResponse.NOT_FOUND) {
      report("cannot be read: " + response.summary());
      return version;
    }
    // The CRD is not installed: complete the sync, so that nothing waits for this kind.
    store.beginList();
    store.endList();
    synced.complete(null);
    report("are not known to the cluster and count as absent until their CRD is installed");
    return "";
  }

  private String list() throws IOException, InterruptedException {
    store.beginList();
    Page page;
    try (var _ = api.startupLimiter().acquire()) {
      page = page("");
      while (!page.next().isEmpty()) {
        page = page(page.next());
      }
    }
    store.endList();
    markAlive();
    synced.complete(null);
    return page.version();
  }

  private record Page(String version, String next) {}

  private Page page(String next) throws IOException, InterruptedException {
    ApiPath first = kind.path().with("limit", Integer.toString(PAGE));
    Page page = new Page("", "");
    try (InputStream in =
            openStream(
                next.isEmpty() ? first : first.with("continue", next), kind.mediaTypes().list());
        JsonParser parser = JSON.createParser(in)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        if (field.equals("items") && token == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            listed(kind.filter().read(parser));
          }
        } else if (field.equals("metadata")) {
          JsonNode metadata = FieldFilter.ALL.read(parser);
          page =
              new Page(
                  metadata.path("resourceVersion").asText(""),
                  metadata.path("continue").asText(""));
        } else {
          parser.skipChildren();
        }
      }
      // Read to the end: only then can the client reuse the connection.
      parser.nextToken();
    }
    if (page.version().isEmpty()) {
      throw new IOException("the list of " + kind.plural() + " ended early");
    }
    return page;
  }

  private void listed(JsonNode object) {
    loop.beat();
    kind.trim().apply(object).ifPresent(value -> store.listed(ObjectKey.of(object), value));
  }

  private String watch(String from) throws IOException, InterruptedException {
    int seconds = ThreadLocalRandom.current().nextInt(240, 480);
    ApiPath path =
        kind.path()
            .with("watch", "1")
            .with("allowWatchBookmarks", "true")
            .with("timeoutSeconds", Integer.toString(seconds))
            .with("resourceVersion", from);
    String version = from;
    api.startupLimiter().awaitUnlimited();
    try (InputStream in = openStream(path, kind.mediaTypes().watch());
        JsonParser parser = JSON.createParser(in)) {
      markAlive();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        version = event(parser);
        markAlive();
      }
    } catch (IOException broken) {
      boolean gone =
          broken instanceof ApiStatusException e && e.response().status() == ApiResponse.GONE;
      if (gone || version.equals(from)) {
        throw broken;
      }
      // Continue from the last event.
    } finally {
      open = null;
    }
    return version;
  }

  private String event(JsonParser parser) throws IOException {
    WatchEvent event = WatchEvent.read(parser, kind.filter());
    JsonNode object = event.object();
    return switch (event.type()) {
      case "ADDED", "MODIFIED" -> {
        store.apply(ObjectKey.of(object), kind.trim().apply(object).orElse(null));
        yield version(object);
      }
      case "DELETED" -> {
        store.remove(ObjectKey.of(object), kind.trim().apply(object).orElse(null));
        yield version(object);
      }
      case "BOOKMARK" -> version(object);
      default -> throw new ApiStatusException(ApiResponse.of(object));
    };
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText("");
  }

  private InputStream openStream(ApiPath path, String accept)
      throws IOException, InterruptedException {
    InputStream in = api.stream(path, accept);
    open = in;
    lastEvent = System.nanoTime();
    if (closed || listNext.get()) {
      closeStream();
    }
    return in;
  }

  private void closeStream() {
    InputStream in = open;
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        LOG.debugf(e, "%s: closing a connection", kind.plural());
      }
    }
  }

  private void markAlive() {
    loop.beat();
    lastEvent = System.nanoTime();
    if (!problem.isEmpty()) {
      LOG.infof("%s can be read now", kind.plural());
      problem = "";
    }
  }

  /** Logs each new problem once, not at each retry. */
  private void report(String message) {
    if (!closed && !message.equals(problem)) {
      problem = message;
      LOG.warnf("%s %s", kind.plural(), message);
    }
  }
}
