package io.higuma.sandbox.memory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.higuma.sandbox.kube.Kubeconfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** HTTP server of the in-memory Kubernetes API on loopback. */
public final class MemoryServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MemoryServer.class);
  private static final List<String> REVIEWS =
      List.of("authentication.k8s.io", "authorization.k8s.io");

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MemoryKube kube = new MemoryKube();

  private MemoryServer(HttpServer http) {
    this.http = http;
  }

  /** Starts the server on a free port; the caller closes it. */
  public static MemoryServer start() throws IOException {
    // Responses are small: Nagle's algorithm would delay them.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = new MemoryServer(HttpServer.create(address, 0));
    server.http.setExecutor(server.threads);
    server.http.createContext("/", server::serve);
    server.http.start();
    return server;
  }

  /** URL of the API. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Writes a kubeconfig for it. */
  public void writeKubeconfig(Path file) throws IOException {
    new Kubeconfig(url(), Optional.empty(), Tokens.ADMIN).write(file);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
      var of = ResourcePath.of(path);
      var parameters = parameters(query);
      if (of.isPresent() && isTrue(parameters.getOrDefault("watch", ""))) {
        new WatchStream(kube.log(), of.get(), parameters).send(exchange);
        return;
      }
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      answer(exchange, answerOrError(exchange, of, query, body));
    }
  }

  /** Returns status 500 on failures instead of closing the connection without a response. */
  private Answer answerOrError(
      HttpExchange exchange, Optional<ResourcePath> path, String query, String body) {
    try {
      return answer(exchange, path, query, body);
    } catch (RuntimeException e) {
      LOG.errorf(e, "cannot answer %s %s", exchange.getRequestMethod(), exchange.getRequestURI());
      return Answer.refusal(500, e.toString());
    }
  }

  private Answer answer(
      HttpExchange exchange, Optional<ResourcePath> path, String query, String body) {
    if (path.isEmpty()) {
      var requested = exchange.getRequestURI().getPath();
      return Discovery.of(requested, kube.definitions())
          .orElseGet(() -> Answer.refusal(404, "the server could not find " + requested));
    }
    var type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
            .orElse("application/json");
    return REVIEWS.contains(path.get().group())
        ? kube.review(path.get(), ObjectCrud.read(body))
        : kube.call(
            new MemoryKube.Call(exchange.getRequestMethod(), path.get(), query, type, body));
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    var text = answer.body().isTextual() ? answer.body().asText() : answer.body().toString();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static boolean isTrue(String value) {
    return List.of("1", "true").contains(value);
  }

  private static Map<String, String> parameters(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (first, second) -> first));
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
