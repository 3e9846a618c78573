package io.higuma.api;

import io.higuma.settings.ApiServer;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sets up the ports of the API as {@code apiServer} says, beyond what Quarkus has settings for. */
@Singleton
@Unremovable
public class ApiPorts implements HttpServerOptionsCustomizer {
  private static final List<String> VERSIONS = List.of("TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3");

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
    var server = server();
    var https = server.https();
    options
        .setHost(https.address())
        .setSsl(true)
        .setKeyCertOptions(KeyCertOptions.wrap(ApiDoor.rooms().keys()))
        .setEnabledSecureTransportProtocols(versions(https));
    https.tlsCipherSuites().forEach(options::addEnabledCipherSuite);
    if (!https.tlsCaFile().isEmpty()) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(https.tlsCaFile()));
    }
    options.setClientAuth(https.requireClientCert() ? ClientAuth.REQUIRED : ClientAuth.NONE);
    idle(options, server);
  }

  private static ApiServer server() {
    return ApiDoor.rooms().config().settings().apiServer();
  }

  private static void idle(HttpServerOptions options, ApiServer server) {
    options
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(Math.toIntExact(server.idleTimeout().toMillis()));
  }

  private static Set<String> versions(ApiServer.Https https) {
    int from = https.tlsMinVersion().isEmpty() ? 2 : VERSIONS.indexOf(https.tlsMinVersion());
    int to =
        https.tlsMaxVersion().isEmpty()
            ? VERSIONS.size() - 1
            : VERSIONS.indexOf(https.tlsMaxVersion());
    Set<String> enabled = new LinkedHashSet<>();
    VERSIONS.subList(from, to + 1).stream()
        .map(name -> name.endsWith("_0") ? "TLSv1" : name.replace('_', '.'))
        .forEach(enabled::add);
    return enabled;
  }
}
