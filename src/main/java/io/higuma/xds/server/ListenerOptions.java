package io.higuma.xds.server;

import io.higuma.listener.TlsListener;
import io.vertx.core.http.HttpServerOptions;

/** Vert.x options of the server for sidecars. */
final class ListenerOptions {
  /** A proxy has one stream, and perhaps a second one while it replaces the first. */
  private static final int MAX_STREAMS = 16;

  /**
   * A proxy sends a ping every 10 seconds. A connection without anything to read for so long is
   * dead.
   */
  private static final int IDLE_SECONDS = 60;

  private ListenerOptions() {}

  static HttpServerOptions of(XdsServer.Endpoint endpoint) {
    return new TlsListener("", endpoint.port(), endpoint.keys(), endpoint.tls(), MAX_STREAMS)
        .options()
        .setReadIdleTimeout(IDLE_SECONDS);
  }
}
