package io.higuma.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A fake API server that returns an object for every request, and records the raw paths, undecoded.
 */
public final class RecordingApi implements AutoCloseable {
  private static final String ANYTHING =
      """
      {"metadata": {"name": "any", "resourceVersion": "1",
                    "labels": {"kuma.io/sidecar-injection": "enabled"},
                    "annotations": {"example.com/other": "1"}},
       "data": {"config.yaml": "redirect: {}"}, "spec": {"template": {"spec": {}}},
       "items": [], "resources": [{"name": "widgets", "kind": "Widget"}]}
      """;

  private final Vertx vertx = Vertx.vertx();
  private final List<String> uris = new CopyOnWriteArrayList<>();
  private volatile String watchEvents = ANYTHING;
  private final HttpServer server =
      Settled.of(20, vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));

  private void answer(HttpServerRequest request) {
    uris.add(request.uri());
    request
        .body()
        .onSuccess(
            _ ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .setStatusCode(request.method().name().equals("POST") ? 201 : 200)
                    .end(request.uri().contains("watch=1") ? watchEvents : ANYTHING));
  }

  /** A client of this server. The caller closes it. */
  public KubernetesClient client() {
    return LoopbackClient.of(server.actualPort());
  }

  /** Sets the events of each later watch, which ends after them. */
  public void answerWatches(String events) {
    watchEvents = events;
  }

  /** Paths and queries of the requests so far. */
  public List<String> uris() {
    return List.copyOf(uris);
  }

  /** Clears the recorded requests. */
  public void forget() {
    uris.clear();
  }

  @Override
  public void close() {
    Settled.of(20, vertx.close());
  }
}
