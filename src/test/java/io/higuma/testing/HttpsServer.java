package io.higuma.testing;

import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.util.Optional;

/** HTTPS servers of tests. */
public final class HttpsServer {
  private static final int TIMEOUT_SECONDS = 20;

  private HttpsServer() {}

  /** Listens on a free port of the loopback address; the caller closes the server. */
  public static HttpServer listen(
      Vertx vertx, ServingCertificate certificate, Handler<HttpServerRequest> handler) {
    var options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                KeyCertOptions.wrap(new ServingKeyManager(() -> Optional.of(certificate))));
    return Settled.of(
        TIMEOUT_SECONDS,
        vertx.createHttpServer(options).requestHandler(handler).listen(0, "127.0.0.1"));
  }
}
