package io.higuma.admission;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Routes requests to their webhooks by path, and closes idle connections. */
final class Routes {
  private final Vertx vertx;
  private final ServerState state;
  private final Map<String, ReviewHandler> webhooks;
  private final Map<HttpConnection, TimeoutSweeper.Deadline> connections =
      new ConcurrentHashMap<>();

  Routes(Vertx vertx, ServerState state, Map<String, ReviewHandler> webhooks) {
    this.vertx = vertx;
    this.state = state;
    this.webhooks = Map.copyOf(webhooks);
  }

  HttpServer serve(HttpServer server, DispatchQueue queue) {
    return server
        .connectionHandler(this::onConnect)
        .requestHandler(request -> handle(request, queue));
  }

  private void onConnect(HttpConnection connection) {
    var deadline = state.sweeper().start(state.timeouts().firstHeaders(), connection::close);
    connections.put(connection, deadline);
    connection.closeHandler(
        nothing -> {
          deadline.stop();
          connections.remove(connection);
        });
  }

  private void handle(HttpServerRequest request, DispatchQueue queue) {
    state.drain().requestReceived();
    var deadline = connections.get(request.connection());
    if (deadline != null) {
      deadline.restart(state.timeouts().idle());
    }
    var webhook = webhooks.get(request.path());
    if (webhook == null) {
      reject(request, 404, "not found; the webhook is " + AdmissionServer.INJECT_PATH);
    } else if (!request.method().equals(HttpMethod.POST)) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST");
      reject(request, 405, "only POST is allowed");
    } else if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      reject(request, 415, "the body must be application/json");
    } else if (length(request.getHeader(HttpHeaders.CONTENT_LENGTH)) > BodyLimit.BYTES) {
      reject(request, 413, "the body is larger than " + BodyLimit.BYTES + " bytes");
    } else {
      new HttpExchange(vertx, request, webhook, state, queue).run();
    }
  }

  private void reject(HttpServerRequest request, int status, String message) {
    new HttpErrors(vertx, state.loops()).reject(request, status, message);
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    var type = end < 0 ? contentType : contentType.substring(0, end);
    return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
  }

  private static long length(@Nullable String contentLength) {
    try {
      return contentLength == null ? 0 : Long.parseLong(contentLength);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
