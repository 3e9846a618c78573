package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Test 16 of the list for trusted webhooks: what may connect. */
class TlsFloorTest {
  private static RunningWebhook webhook;

  @BeforeAll
  static void start() {
    webhook = RunningWebhook.usual();
  }

  @AfterAll
  static void stop() {
    webhook.close();
  }

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

  /** By hand, as no client of today offers them: a greeting of TLS 1.0 and one of TLS 1.1. */
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

  private static String connect(String protocol, String suite) throws IOException {
    var factory = RunningWebhook.trust().getSocketFactory();
    try (var socket = (SSLSocket) factory.createSocket("127.0.0.1", webhook.port())) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }
}
