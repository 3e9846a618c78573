package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.higuma.cluster.ClusterClient;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * As little of a Kubernetes API as a start needs: it says its version, has one object of each kind,
 * to which nothing happens, and keeps what is written.
 */
final class RehearsalApi {
  private static final String VERSION = "{\"major\":\"1\",\"minor\":\"36\"}";
  private static final String LIST =
      """
      {"metadata": {"resourceVersion": "1"}, "items": [{"metadata": {
        "name": "default", "namespace": "default", "resourceVersion": "1"}}]}
      """;
  private static final String KUBECONFIG =
      """
      current-context: rehearsal
      contexts: [{name: rehearsal, context: {cluster: rehearsal, user: rehearsal}}]
      clusters:
        - {name: rehearsal, cluster: {server: "https://127.0.0.1:PORT", certificate-authority-data: CA}}
      users: [{name: rehearsal, user: {token: rehearsal}}]
      """;
  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;

  private final ServingCertificate certificate =
      SelfSigned.create(List.of("127.0.0.1"), Clock.systemUTC());
  private final HttpServer server;
  private final Map<String, Buffer> written = new ConcurrentHashMap<>();

  private RehearsalApi(Vertx vertx) {
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(
                KeyCertOptions.wrap(new ServingKeyManager(() -> Optional.of(certificate))));
    this.server = vertx.createHttpServer(options).requestHandler(this::answer);
  }

  /** Serves it on a free port of this host until Vert.x is closed. */
  static RehearsalApi start(Vertx vertx) {
    var api = new RehearsalApi(vertx);
    api.server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
    return api;
  }

  /** Where it is, read as kubeconfigs are. */
  Config config() {
    try {
      var file = Files.createTempFile("rehearsal", ".yaml");
      try {
        var authority = certificate.trustAnchorPem().getBytes(StandardCharsets.US_ASCII);
        Files.writeString(
            file,
            KUBECONFIG
                .replace("PORT", Integer.toString(server.actualPort()))
                .replace("CA", Base64.getEncoder().encodeToString(authority)));
        return ClusterClient.config(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpServerRequest request) {
    var response = request.response();
    var found = written.get(request.path());
    if (!request.method().equals(HttpMethod.GET)) {
      request.body().onSuccess(body -> response.setStatusCode(CREATED).end(keep(request, body)));
    } else if ("/version".equals(request.path())) {
      response.end(VERSION);
    } else if (found != null) {
      response.end(found);
    } else if (request.getParam("watch") != null) {
      response.setChunked(true).write("\n");
    } else if (request.getParam("limit") != null) {
      response.end(LIST);
    } else {
      response.setStatusCode(NOT_FOUND).end("{}");
    }
  }

  private Buffer keep(HttpServerRequest request, Buffer body) {
    var object = body.toJsonObject();
    var metadata = object.getJsonObject("metadata", new JsonObject()).put("resourceVersion", "1");
    var kept = object.put("metadata", metadata).toBuffer();
    var path = request.path();
    boolean creates = request.method().equals(HttpMethod.POST);
    written.put(creates ? path + "/" + metadata.getString("name") : path, kept);
    return kept;
  }
}
