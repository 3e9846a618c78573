package io.higuma.listener;

import io.higuma.settings.TlsRules;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;

/**
 * A TLS listener for HTTP/1.1 and HTTP/2, of which each event loop has its own.
 *
 * @param address to bind to; empty for all
 * @param port to listen on; 0 for any free port
 * @param keys serving certificate and key, read at every handshake
 * @param tls TLS versions and cipher suites
 * @param maxStreams maximum concurrent HTTP/2 streams per connection
 */
public record TlsListener(
    String address, int port, X509KeyManager keys, TlsRules tls, int maxStreams) {
  private static final int HANDSHAKE_SECONDS = 10;

  /** In Vert.x, a free port that all listeners share. With 0 each listener would get its own. */
  private static final int ANY_PORT = -1;

  private static final int BACKLOG = 1024;

  /** The options of Vert.x, to which the caller adds limits. */
  public HttpServerOptions options() {
    var options =
        new HttpServerOptions()
            .setHost(address.isEmpty() ? "0.0.0.0" : address)
            .setPort(port == 0 ? ANY_PORT : port)
            .setAcceptBacklog(BACKLOG)
            .setSsl(true)
            .setUseAlpn(true)
            // A handshake may wait for the first certificate, and an event loop must not.
            .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
            .setKeyCertOptions(KeyCertOptions.wrap(keys))
            .setEnabledSecureTransportProtocols(tls.versions())
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(maxStreams));
    tls.suites().forEach(options::addEnabledCipherSuite);
    return options;
  }
}
