package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A watch: sends the changes of a kind since a version, and bookmarks after 5 s without any. */
final class WatchStream {
  private static final long BOOKMARK_MILLIS = 5_000;
  private static final int GONE = 410;
  private static final String NAME = "metadata.name=";

  private final ObjectLog log;
  private final ResourcePath path;
  private final String name;
  private final long end;
  private long version;

  /**
   * Creates a watch without sending.
   *
   * @param path of the watched list
   * @param parameters of the request
   */
  WatchStream(ObjectLog log, ResourcePath path, Map<String, String> parameters) {
    this.log = log;
    this.path = path;
    var field = parameters.getOrDefault("fieldSelector", "");
    this.name = field.startsWith(NAME) ? field.substring(NAME.length()) : path.name();
    var from = parameters.getOrDefault("resourceVersion", "");
    this.version = from.isEmpty() ? log.newest() : Long.parseLong(from);
    long seconds = Long.parseLong(parameters.getOrDefault("timeoutSeconds", "300"));
    this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Sends until the timeout or the client disconnects. */
  void send(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (var out = exchange.getResponseBody()) {
      // Sends the headers: the client waits for them.
      out.flush();
      while (System.nanoTime() < end && next(out)) {
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends the next events; false if the watch must end. */
  private boolean next(OutputStream out) throws IOException, InterruptedException {
    var changes = log.after(version, BOOKMARK_MILLIS);
    if (changes.isEmpty()) {
      write(out, "ERROR", (ObjectNode) Answer.refusal(GONE, "too old resource version").body());
      return false;
    }
    for (var change : changes.get()) {
      version = Math.max(version, change.version());
      if (isWatched(change)) {
        line(out, change.event());
      }
    }
    if (changes.get().isEmpty()) {
      var bookmark = JsonNodeFactory.instance.objectNode();
      bookmark.putObject("metadata").put("resourceVersion", Long.toString(version));
      write(out, "BOOKMARK", bookmark);
    }
    return true;
  }

  private boolean isWatched(Change change) {
    return change.path().isSameKind(path)
        && (path.namespace().isEmpty() || path.namespace().equals(change.namespace()))
        && (name.isEmpty() || name.equals(change.name()));
  }

  private static void write(OutputStream out, String type, ObjectNode object) throws IOException {
    var event = JsonNodeFactory.instance.objectNode().put("type", type);
    event.set("object", object);
    line(out, event);
  }

  private static void line(OutputStream out, ObjectNode event) throws IOException {
    out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
