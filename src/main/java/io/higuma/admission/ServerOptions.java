package io.higuma.admission;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.concurrent.TimeUnit;

/** Vert.x options of the webhook's HTTP server. */
final class ServerOptions {
  /**
   * Maximum concurrent HTTP/2 streams per connection; the API server then opens another connection.
   */
  private static final int MAX_STREAMS = 100;

  private static final int HANDSHAKE_SECONDS = 10;
  private static final int CHUNK_BYTES = 64 * 1024;

  /** In Vert.x, a free port that all listeners share. With 0 each listener would get its own. */
  private static final int ANY_PORT = -1;

  private static final int BACKLOG = 1024;

  private ServerOptions() {}

  static HttpServerOptions of(AdmissionServer.Endpoint endpoint) {
    var options =
        new HttpServerOptions()
            .setHost(endpoint.address().isEmpty() ? "0.0.0.0" : endpoint.address())
            .setPort(endpoint.port() == 0 ? ANY_PORT : endpoint.port())
            .setAcceptBacklog(BACKLOG)
            .setSsl(true)
            .setUseAlpn(true)
            // A handshake may wait for the first certificate, and an event loop must not.
            .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
            .setKeyCertOptions(KeyCertOptions.wrap(endpoint.keys()))
            .setEnabledSecureTransportProtocols(endpoint.tls().versions())
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS))
            .setHandle100ContinueAutomatically(true)
            .setMaxChunkSize(CHUNK_BYTES);
    endpoint.tls().suites().forEach(options::addEnabledCipherSuite);
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
