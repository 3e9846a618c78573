package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import io.higuma.tls.SelfSigned;
import io.higuma.tls.ServingCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS versions, cipher suites and client certificates that the server accepts. */
@DisplayName("reliability 16: accepted TLS connections")
class TlsFloorTest extends SharedWebhookFixture {
  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256",
    "TLSv1.3, TLS_AES_256_GCM_SHA384",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
  })
  void acceptsAuthenticatedEncryption(String protocol, String suite) throws IOException {
    assertThat(connect(protocol, suite)).isEqualTo(suite);
  }

  @Test
  void refusesCipherBlockChaining() {
    assertThatThrownBy(() -> connect("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
        .hasMessageContaining("handshake_failure");
  }

  /**
   * ClientHello messages of TLS 1.0 and TLS 1.1 as bytes, because current clients do not offer
   * them.
   */
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void refusesOldProtocols(int minor) throws IOException {
    byte[] hello = {
      0x16,
      3,
      1,
      0,
      47,
      1,
      0,
      0,
      43,
      3,
      (byte) minor,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      4,
      (byte) 0xc0,
      0x09,
      0,
      0x2f,
      1,
      0
    };
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), webhook.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(hello);
      byte[] answer = socket.getInputStream().readNBytes(7);
      int alert = 0x15;
      int protocolVersion = 70;
      assertThat(answer[0]).isEqualTo((byte) alert);
      assertThat(answer[6]).isEqualTo((byte) protocolVersion);
    }
  }

  @Test
  void refusesPlainHttp() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), webhook.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).doesNotContain("HTTP/1.1");
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void speaksBothVersionsOfHttp(HttpClient.Version version) throws Exception {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("x")).toString();
    var request =
        webhook
            .to(AdmissionServer.INJECT_PATH)
            .version(version)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(review))
            .build();
    var response = webhook.client().send(request, BodyHandlers.ofString());
    assertThat(response.version()).isEqualTo(version);
    assertThat(response.body()).contains("\"allowed\":true");
  }

  @Test
  @DisplayName("reliability 16: general.tlsMinVersion and tlsCipherSuites make it stricter")
  void settingsMakeItStricter() throws IOException {
    var newest = Map.of("KUMA_GENERAL_TLS_MIN_VERSION", "TLSv1_3");
    var chosen =
        Map.of(
            "KUMA_GENERAL_TLS_CIPHER_SUITES",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_RSA_WITH_AES_128_CBC_SHA");
    try (var strict = running(newest);
        var choosy = running(chosen)) {
      assertThat(connect(strict, "TLSv1.3", "TLS_AES_128_GCM_SHA256")).isNotEmpty();
      assertThatThrownBy(
              () -> connect(strict, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"))
          .isInstanceOf(SSLException.class);
      assertThat(connect(choosy, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"))
          .isNotEmpty();
      assertThatThrownBy(
              () -> connect(choosy, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  @DisplayName("reliability 16: general.tlsMaxVersion cannot make it weaker than TLS 1.2")
  void settingsCannotMakeItWeaker() throws IOException {
    var weak =
        Map.of(
            "KUMA_GENERAL_TLS_MIN_VERSION", "TLSv1_0",
            "KUMA_GENERAL_TLS_MAX_VERSION", "TLSv1_1",
            "KUMA_GENERAL_TLS_CIPHER_SUITES", "TLS_RSA_WITH_AES_128_CBC_SHA");
    try (var running = running(weak)) {
      assertThat(connect(running, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
          .isNotEmpty();
    }
  }

  @Test
  @DisplayName("reliability 16: with a client CA only clients with its certificates are accepted")
  void strangersAreRefusedWhereClientsAreKnown(@TempDir Path folder) throws Exception {
    var apiServer = SelfSigned.create(List.of("kube-apiserver"), Clock.systemUTC());
    var stranger = SelfSigned.create(List.of("kube-apiserver"), Clock.systemUTC());
    var file = Files.writeString(folder.resolve("ca.crt"), apiServer.trustAnchorPem());
    var setting = "KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_CLIENT_CA_FILE";
    try (var running = running(Map.of(setting, file.toString()))) {
      assertThat(call(running, apiServer)).isPositive();
      assertThatThrownBy(() -> call(running, stranger)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> running.client().send(anything(running), BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
      Files.writeString(file, stranger.trustAnchorPem());
      assertThat(call(running, stranger)).isPositive();
      assertThatThrownBy(() -> call(running, apiServer)).isInstanceOf(IOException.class);
      Files.writeString(file, "garbage");
      assertThat(call(running, stranger)).isPositive();
    }
  }

  /** One request over a new connection. */
  private static int call(RunningWebhook running, ServingCertificate as) throws Exception {
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("client", as.key(), new char[0], new X509Certificate[] {as.leaf()});
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, new char[0]);
    try (var client =
        HttpClient.newBuilder()
            .sslContext(RunningWebhook.trust(managers.getKeyManagers()))
            .build()) {
      return client.send(anything(running), BodyHandlers.discarding()).statusCode();
    }
  }

  private static HttpRequest anything(RunningWebhook running) {
    return running.to("/nothing").GET().build();
  }

  private static RunningWebhook running(Map<String, String> environment) {
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(environment))) {
      case LoadedSettings.Valid valid ->
          new RunningWebhook(RunningWebhook.Setup.defaults().with(valid.settings()));
      case LoadedSettings.Invalid(var violations, _) ->
          throw new IllegalArgumentException(violations.toString());
    };
  }

  private static String connect(String protocol, String suite) throws IOException {
    return connect(webhook, protocol, suite);
  }

  private static String connect(RunningWebhook running, String protocol, String suite)
      throws IOException {
    var factory = RunningWebhook.trust().getSocketFactory();
    try (var socket = (SSLSocket) factory.createSocket("127.0.0.1", running.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }
}
