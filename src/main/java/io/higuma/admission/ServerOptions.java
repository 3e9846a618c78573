package io.higuma.admission;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The limits of the webhook's HTTP server. */
final class ServerOptions {
  /** Every suite of TLS 1.3, and of TLS 1.2 those with forward secrecy and authenticated data. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** The API server opens another connection when one is full. */
  private static final int STREAMS = 100;

  private static final int HANDSHAKE_SECONDS = 10;
  private static final int CHUNK_BYTES = 64 * 1024;

  /** Vert.x: a free port that all listeners share. With 0 each would get its own. */
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
            .setKeyCertOptions(KeyCertOptions.wrap(endpoint.keys()))
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS))
            .setHandle100ContinueAutomatically(true)
            .setMaxChunkSize(CHUNK_BYTES);
    CIPHERS.forEach(options::addEnabledCipherSuite);
    return options;
  }
}
