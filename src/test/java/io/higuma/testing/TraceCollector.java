package io.higuma.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OTLP collector over HTTP on loopback that records spans. */
public final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();

  /**
   * A received span.
   *
   * @param parent empty for a root span
   * @param start in nanoseconds since 1970
   * @param end in nanoseconds since 1970
   * @param failed whether its status is an error
   * @param attributes with numbers and booleans as text
   * @param resource attributes of the sender
   */
  public record Span(
      String trace,
      String id,
      String parent,
      String name,
      long start,
      long end,
      boolean failed,
      Map<String, String> attributes,
      Map<String, String> resource) {}

  public TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** The value for {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /** The headers of each request, with names in lower case. */
  public List<Map<String, String>> headers() {
    return List.copyOf(headers);
  }

  private void take(HttpExchange exchange) throws IOException {
    var names = new TreeMap<String, String>();
    exchange.getRequestHeaders().forEach((name, values) -> names.put(lower(name), values.get(0)));
    headers.add(names);
    for (var sender : WireFields.of(exchange.getRequestBody().readAllBytes()).messages(1)) {
      var resource = attributes(sender.messages(1).getFirst(), 1);
      for (var scope : sender.messages(2)) {
        scope.messages(2).forEach(span -> spans.add(span(span, resource)));
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.getResponseBody().close();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Span span(WireFields span, Map<String, String> resource) {
    int error = 2;
    return new Span(
        hex(span.one(1)),
        hex(span.one(2)),
        hex(span.one(4)),
        span.one(5).text(),
        span.one(7).value(),
        span.one(8).value(),
        WireFields.of(span.one(15).bytes()).one(3).value() == error,
        attributes(span, 9),
        resource);
  }

  private static String hex(WireFields.Field field) {
    return HexFormat.of().formatHex(field.bytes());
  }

  private static Map<String, String> attributes(WireFields message, int tag) {
    var attributes = new TreeMap<String, String>();
    for (var pair : message.messages(tag)) {
      var value = WireFields.of(pair.one(2).bytes()).fields().getFirst();
      attributes.put(
          pair.one(1).text(), value.tag() == 1 ? value.text() : Long.toString(value.value()));
    }
    return attributes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
