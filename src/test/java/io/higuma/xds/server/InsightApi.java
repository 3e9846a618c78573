package io.higuma.xds.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.testing.LoopbackClient;
import io.higuma.testing.Settled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fake API server that stores DataplaneInsights. Each Dataplane exists, and has the same UID. */
final class InsightApi implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, JsonNode> insights = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int refusal;
  private volatile String uid = "uid-1";
  private final HttpServer server =
      Settled.of(20, vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1"));
  final KubernetesClient client = client();

  /** Refuses all requests with this status from now on; 0 for none. */
  void refuse(int status) {
    refusal = status;
  }

  /** Sets the UID that Dataplanes have from now on. */
  void dataplaneUid(String newer) {
    uid = newer;
  }

  /** The requests since the last call, as methods and names. */
  List<String> requests() {
    List<String> since = List.copyOf(requests);
    requests.clear();
    return since;
  }

  /** The stored insight of a proxy. */
  JsonNode insight(String name) {
    return insights.getOrDefault(name, JSON.missingNode());
  }

  private void receive(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body.getBytes()));
  }

  private void answer(HttpServerRequest request, byte[] body) {
    String path = request.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    requests.add(request.method() + " " + name);
    if (refusal != 0) {
      respond(request, refusal, JSON.createObjectNode());
    } else if (path.contains("/dataplanes/")) {
      ObjectNode dataplane = JSON.createObjectNode();
      dataplane.putObject("metadata").put("name", name).put("uid", uid);
      respond(request, 200, dataplane);
    } else if (request.method().equals(HttpMethod.GET)) {
      JsonNode stored = insight(name);
      respond(request, stored.isMissingNode() ? 404 : 200, stored);
    } else {
      JsonNode insight = parsed(body);
      insights.put(insight.at("/metadata/name").asText(), insight);
      respond(request, 200, insight);
    }
  }

  private static void respond(HttpServerRequest request, int status, JsonNode body) {
    var _ =
        request
            .response()
            .putHeader("Content-Type", "application/json")
            .setStatusCode(status)
            .end(body.toString());
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private KubernetesClient client() {
    return LoopbackClient.of(server.actualPort());
  }

  @Override
  public void close() {
    client.close();
    Settled.of(20, vertx.close());
  }
}
