package io.higuma.admission;

import io.higuma.listener.TlsListener;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.TrustOptions;

/** Vert.x options of the webhook's HTTP server. */
final class ServerOptions {
  /**
   * Maximum concurrent HTTP/2 streams per connection; the API server then opens another connection.
   */
  private static final int MAX_STREAMS = 100;

  private static final int CHUNK_BYTES = 64 * 1024;

  private ServerOptions() {}

  static HttpServerOptions of(AdmissionServer.Endpoint endpoint) {
    var options =
        new TlsListener(
                endpoint.address(), endpoint.port(), endpoint.keys(), endpoint.tls(), MAX_STREAMS)
            .options()
            .setHandle100ContinueAutomatically(true)
            .setMaxChunkSize(CHUNK_BYTES);
    endpoint
        .clients()
        .ifPresent(
            clients ->
                options
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(TrustOptions.wrap(clients)));
    return options;
  }
}
