package io.higuma.api;

import io.higuma.settings.ApiServer;
import io.higuma.settings.Settings;
import io.higuma.settings.TlsRules;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;

/** Sets up the ports of the API as {@code apiServer} says, beyond what Quarkus has settings for. */
@Singleton
@Unremovable
public class ApiPorts implements HttpServerOptionsCustomizer {

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    if (ApiDoor.isOpen()) {
      var server = server();
      options.setHost(server.http().address());
      idle(options, server);
    }
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (!ApiDoor.isOpen() || !server().https().enabled()) {
      return;
    }
    secure(options, ApiDoor.rooms().config().settings(), ApiDoor.rooms().keys());
    idle(options, server());
  }

  /** Has these options serve TLS as the settings say. */
  static void secure(HttpServerOptions options, Settings settings, X509KeyManager keys) {
    var https = settings.apiServer().https();
    secure(options.setHost(https.address()), TlsRules.of(settings.general(), https), keys);
    if (!https.tlsCaFile().isEmpty()) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(https.tlsCaFile()));
    }
    options.setClientAuth(https.requireClientCert() ? ClientAuth.REQUIRED : ClientAuth.NONE);
  }

  /** Has these options serve TLS by these rules. */
  static void secure(HttpServerOptions options, TlsRules rules, X509KeyManager keys) {
    options
        .setSsl(true)
        .setKeyCertOptions(KeyCertOptions.wrap(keys))
        .setEnabledSecureTransportProtocols(rules.versions());
    rules.suites().forEach(options::addEnabledCipherSuite);
  }

  private static ApiServer server() {
    return ApiDoor.rooms().config().settings().apiServer();
  }

  private static void idle(HttpServerOptions options, ApiServer server) {
    options
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(Math.toIntExact(server.idleTimeout().toMillis()));
  }
}
