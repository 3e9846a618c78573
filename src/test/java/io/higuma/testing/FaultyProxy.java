package io.higuma.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A proxy between a client and a real API server that injects faults of networks and overloaded
 * servers.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  /**
   * A client's request.
   *
   * @param method such as {@code GET}
   * @param uri path and query
   */
  public record Call(String method, String uri) {
    /** Whether it is a watch. */
    public boolean isWatch() {
      return uri.contains("watch=1");
    }

    /** Whether it is a list: the first page or a later one. */
    public boolean isList() {
      return uri.contains("limit=");
    }

    /** Whether it changes resources of this plural. */
    public boolean writes(String plural) {
      return WRITES.contains(method) && uri.contains("/" + plural);
    }

    /** Whether it reads resources of this plural. */
    public boolean reads(String plural) {
      return method.equals("GET") && uri.contains("/" + plural);
    }
  }

  /**
   * An answered request.
   *
   * @param status 0 if the response was dropped
   * @param nanos the time, by {@link System#nanoTime}
   */
  public record Seen(Call call, int status, long nanos) {}

  /**
   * A response of the proxy instead of the API server.
   *
   * @param status the HTTP status
   * @param headers with the content type
   * @param body JSON
   */
  public record Answer(int status, Map<String, String> headers, String body) {
    /** A failure Status as of an API server. */
    public static Answer refusal(int status, String reason) {
      return new Answer(
          status, Map.of("Content-Type", "application/json"), status(status, reason) + "\n");
    }

    /** A watch that starts and immediately ends with this error event. */
    public static Answer refusedWatch(int status, String reason) {
      return new Answer(
          200,
          Map.of("Content-Type", "application/json"),
          "{\"type\":\"ERROR\",\"object\":" + status(status, reason) + "}\n");
    }

    /** The same with a Retry-After header. */
    public Answer retryAfter(int seconds) {
      return new Answer(
          status, Map.of("Content-Type", "application/json", "Retry-After", "" + seconds), body);
    }

    private static String status(int status, String reason) {
      return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
          + "\"message\":\"said the proxy\",\"reason\":\"%s\",\"code\":%d}"
              .formatted(reason, status);
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final HttpServer server;
  private final String target;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<HttpServerRequest, Call> watches = new ConcurrentHashMap<>();
  private volatile Function<Call, Optional<Answer>> faults = call -> Optional.empty();
  private volatile Predicate<Call> lost = call -> false;

  private FaultyProxy(String target) {
    this.target = target;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setTrustAll(true).setVerifyHost(false),
            new PoolOptions().setHttp1MaxSize(1000));
    this.server =
        Settled.of(
            30, vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
  }

  /** Creates a proxy of this API server. */
  public static FaultyProxy before(KubeApi kube) {
    String url = kube.client().getMasterUrl().toString();
    return new FaultyProxy(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
  }

  /** The proxy's URL, without TLS. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Sets the responses of the proxy; other requests reach the API server. */
  public void answer(Function<Call, Optional<Answer>> instead) {
    faults = instead;
  }

  /** Sets the requests whose responses of the API server are dropped. */
  public void lose(Predicate<Call> answers) {
    lost = answers;
  }

  /** Removes all faults. */
  public void pass() {
    faults = call -> Optional.empty();
    lost = call -> false;
  }

  /** The answered requests so far. */
  public List<Seen> seen() {
    return seen;
  }

  /** The open watches. */
  public List<Call> watches() {
    return List.copyOf(watches.values());
  }

  /** Closes the connections of all open watches. */
  public void dropWatches() {
    watches.keySet().forEach(watch -> watch.connection().close());
  }

  @Override
  public void close() {
    Settled.of(30, vertx.close());
  }

  private void handle(HttpServerRequest in) {
    Call call = new Call(in.method().name(), in.uri());
    Optional<Answer> instead = faults.apply(call);
    if (instead.isPresent()) {
      Answer answer = instead.get();
      seen.add(new Seen(call, answer.status(), System.nanoTime()));
      answer.headers().forEach(in.response()::putHeader);
      in.response().setStatusCode(answer.status()).end(answer.body());
      return;
    }
    if (call.isWatch()) {
      watches.put(in, call);
      in.response().closeHandler(closed -> watches.remove(in));
      in.response().endHandler(ended -> watches.remove(in));
    }
    in.body()
        .compose(body -> client.request(to(in)).compose(out -> send(out, in, body)))
        .onSuccess(
            answer -> {
              if (lost.test(call)) {
                seen.add(new Seen(call, 0, System.nanoTime()));
                in.connection().close();
              } else {
                passOn(call, answer, in.response());
              }
            })
        .onFailure(broken -> in.connection().close());
  }

  private RequestOptions to(HttpServerRequest in) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(in.method().name()))
            .setAbsoluteURI(target + in.uri());
    for (String header : List.of("Authorization", "Accept", "Content-Type")) {
      String value = in.getHeader(header);
      if (value != null) {
        options.putHeader(header, value);
      }
    }
    return options;
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest out, HttpServerRequest in, Buffer body) {
    in.response().exceptionHandler(gone -> out.reset());
    return out.send(body);
  }

  private void passOn(Call call, HttpClientResponse answer, HttpServerResponse out) {
    seen.add(new Seen(call, answer.statusCode(), System.nanoTime()));
    out.setStatusCode(answer.statusCode()).setChunked(true);
    String type = answer.getHeader("Content-Type");
    if (type != null) {
      out.putHeader("Content-Type", type);
    }
    if (call.isWatch()) {
      // Clients wait for the headers of a watch even without events.
      var _ = out.writeHead();
    }
    answer.pipeTo(out).onFailure(broken -> out.reset());
  }
}
