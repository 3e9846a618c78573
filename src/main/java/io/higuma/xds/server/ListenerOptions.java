package io.higuma.xds.server;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.concurrent.TimeUnit;

/** Vert.x options of the server for sidecars. */
final class ListenerOptions {
  /** A proxy has one stream, and perhaps a second one while it replaces the first. */
  private static final int MAX_STREAMS = 16;

  private static final int HANDSHAKE_SECONDS = 10;

  /**
   * A proxy sends a ping every 10 seconds. A connection without anything to read for so long is
   * dead.
   */
  private static final int IDLE_SECONDS = 60;

  /** In Vert.x, a free port that all listeners share. */
  private static final int ANY_PORT = -1;

  private static final int BACKLOG = 1024;

  private ListenerOptions() {}

  static HttpServerOptions of(XdsServer.Endpoint endpoint) {
    var options =
        new HttpServerOptions()
            .setHost("0.0.0.0")
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
            .setReadIdleTimeout(IDLE_SECONDS)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS));
    endpoint.tls().suites().forEach(options::addEnabledCipherSuite);
    return options;
  }
}
