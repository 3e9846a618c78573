package io.higuma.app;

import io.higuma.settings.Settings;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** Applies {@code apiServer} settings of the HTTPS port that have no Quarkus property. */
@Singleton
final class ApiPorts implements HttpServerOptionsCustomizer {
  private final Settings settings;

  ApiPorts(Settings settings) {
    this.settings = settings;
  }

  /** Sets the address, which may differ from that of plain HTTP, and client authentication. */
  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    var https = settings.apiServer().https();
    options
        .setHost(https.address())
        .setClientAuth(https.requireClientCert() ? ClientAuth.REQUIRED : ClientAuth.NONE);
  }
}
