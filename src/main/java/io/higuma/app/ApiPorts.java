package io.higuma.app;

import io.higuma.settings.Settings;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** What {@code apiServer} says of the ports of the API that Quarkus has no settings for. */
@Singleton
final class ApiPorts implements HttpServerOptionsCustomizer {
  private final Settings settings;

  ApiPorts(Settings settings) {
    this.settings = settings;
  }

  /** Its address may be another one than that of plain HTTP. */
  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    var https = settings.apiServer().https();
    options
        .setHost(https.address())
        .setClientAuth(https.requireClientCert() ? ClientAuth.REQUIRED : ClientAuth.NONE);
  }
}
