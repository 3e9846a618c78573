package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.settings.TlsRules;
import io.higuma.testing.Settled;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import io.higuma.tls.ServingKeyManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS settings of the API's HTTPS port, checked by handshakes. */
class ServerTlsTest {
  private static final String STRONG = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
  private static final String OTHER = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
  private static final String NEWEST = "TLS_AES_128_GCM_SHA256";

  private final Vertx vertx = Vertx.vertx();
  private final ServingCertificate certificate =
      SelfSigned.create(List.of("localhost"), Clock.systemUTC());

  @AfterEach
  void stop() {
    Settled.of(20, vertx.close());
  }

  @Test
  void generalMinVersionCounts() throws Exception {
    int port = serving(Map.of("KUMA_GENERAL_TLS_MIN_VERSION", "TLSv1_3"));
    assertThat(connect(port, "TLSv1.3", NEWEST)).isEqualTo(NEWEST);
    assertThatThrownBy(() -> connect(port, "TLSv1.2", STRONG)).isInstanceOf(SSLException.class);
  }

  @Test
  void generalMaxVersionCounts() throws Exception {
    int port = serving(Map.of("KUMA_GENERAL_TLS_MAX_VERSION", "TLSv1_2"));
    assertThat(connect(port, "TLSv1.2", STRONG)).isEqualTo(STRONG);
    assertThatThrownBy(() -> connect(port, "TLSv1.3", NEWEST)).isInstanceOf(SSLException.class);
  }

  @Test
  void generalCipherSuitesCount() throws Exception {
    int port = serving(Map.of("KUMA_GENERAL_TLS_CIPHER_SUITES", STRONG));
    assertThat(connect(port, "TLSv1.2", STRONG)).isEqualTo(STRONG);
    assertThatThrownBy(() -> connect(port, "TLSv1.2", OTHER)).isInstanceOf(SSLException.class);
  }

  @Test
  void itsOwnCipherSuitesWin() throws Exception {
    int port =
        serving(
            Map.of(
                "KUMA_GENERAL_TLS_CIPHER_SUITES", OTHER,
                "KUMA_API_SERVER_HTTPS_TLS_CIPHER_SUITES", STRONG));
    assertThat(connect(port, "TLSv1.2", STRONG)).isEqualTo(STRONG);
    assertThatThrownBy(() -> connect(port, "TLSv1.2", OTHER)).isInstanceOf(SSLException.class);
  }

  @Test
  void stricterOfTwoVersionsCounts() throws Exception {
    int port = serving(Map.of("KUMA_API_SERVER_HTTPS_TLS_MIN_VERSION", "TLSv1_3"));
    assertThat(connect(port, "TLSv1.3", NEWEST)).isEqualTo(NEWEST);
    assertThatThrownBy(() -> connect(port, "TLSv1.2", STRONG)).isInstanceOf(SSLException.class);
  }

  @Test
  void nothingMakesItWeakerThanAuthenticatedEncryption() throws Exception {
    int port =
        serving(
            Map.of(
                "KUMA_GENERAL_TLS_MIN_VERSION", "TLSv1_0",
                "KUMA_API_SERVER_HTTPS_TLS_MIN_VERSION", "TLSv1_0",
                "KUMA_API_SERVER_HTTPS_TLS_CIPHER_SUITES",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"));
    assertThat(connect(port, "TLSv1.3", NEWEST)).isEqualTo(NEWEST);
    assertThatThrownBy(() -> connect(port, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
        .isInstanceOf(SSLException.class);
  }

  private int serving(Map<String, String> environment) {
    var options = new HttpServerOptions();
    var keys = new ServingKeyManager(() -> Optional.of(certificate));
    var settings = settings(environment);
    var rules = TlsRules.of(settings.general(), settings.apiServer().https());
    var tls = new ServerTls.Configuration(rules, keys, Optional.empty());
    var ssl = tls.getSSLOptions();
    options
        .setSsl(true)
        .setKeyCertOptions(tls.getKeyStoreOptions())
        .setEnabledSecureTransportProtocols(ssl.getEnabledSecureTransportProtocols());
    ssl.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
    var server =
        vertx
            .createHttpServer(options.setPort(0).setHost("127.0.0.1"))
            .requestHandler(request -> request.response().end());
    return Settled.of(20, server.listen()).actualPort();
  }

  private static Settings settings(Map<String, String> environment) {
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(environment))) {
      case LoadedSettings.Valid valid -> valid.settings();
      case LoadedSettings.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }

  private String connect(int port, String protocol, String suite) throws Exception {
    var trust = new PemTrustOptions().addCertValue(Buffer.buffer(certificate.trustAnchorPem()));
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagerFactory(vertx).getTrustManagers(), null);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }
}
