package io.higuma.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.testing.LoopbackClient;
import io.higuma.testing.Settled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A fake API server that reviews tokens; unknown ones are not authenticated. */
final class TokenReviewApi implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, JsonNode> users = new ConcurrentHashMap<>();
  private volatile int status = 201;
  private final HttpServer server =
      Settled.of(20, vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));

  /** Makes a token known. */
  void token(String token, String user, Map<String, String> extra) {
    ObjectNode info = JSON.createObjectNode().put("username", user);
    ObjectNode more = info.putObject("extra");
    extra.forEach((key, value) -> more.putArray(key).add(value));
    users.put(token, info);
  }

  /** Refuses all reviews with this status. */
  void refuse(int code) {
    status = code;
  }

  private void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .setStatusCode(status)
                    .end(review(body.getBytes()).toString()));
  }

  private JsonNode review(byte[] body) {
    try {
      ObjectNode review = (ObjectNode) JSON.readTree(body);
      JsonNode user = users.get(review.at("/spec/token").asText());
      ObjectNode result = review.putObject("status").put("authenticated", user != null);
      if (user != null) {
        result.set("user", user);
      }
      return review;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A client of this server. The caller closes it. */
  KubernetesClient client() {
    return LoopbackClient.of(server.actualPort());
  }

  @Override
  public void close() {
    Settled.of(20, vertx.close());
  }
}
