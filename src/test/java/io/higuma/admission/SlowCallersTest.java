package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.higuma.admission.RunningWebhook.Setup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Idle and slow clients are disconnected, and do not block other clients until then. */
@DisplayName("reliability 17: slow clients")
class SlowCallersTest {
  private static final String HEADERS =
      "POST /inject-sidecar HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  private static final int SOCKET_MILLIS = 30_000;
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int MANY = 200;
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration LATER = Duration.ofMinutes(5);

  @Test
  void closesConnectionWithoutRequest() throws IOException {
    try (var webhook = withTimeouts(SOON, LATER, LATER);
        var socket = connect(webhook)) {
      assertThat(answer(socket)).isEmpty();
    }
  }

  @Test
  void closesConnectionWhoseHeadersDrip() throws IOException {
    try (var webhook = withTimeouts(SOON, LATER, LATER);
        var socket = connect(webhook)) {
      send(socket, "POST /inject-sidecar HTTP/1.1\r\nHost:");
      assertThat(answer(socket)).isEmpty();
    }
  }

  @Test
  void respondsToClientWhoseBodyDoesNotArrive() throws IOException {
    try (var webhook = withTimeouts(LATER, LATER, SOON);
        var socket = connect(webhook)) {
      send(socket, HEADERS + "Content-Length: 1000\r\n\r\n{");
      assertThat(answer(socket)).startsWith("HTTP/1.1 408").contains("did not arrive in time");
    }
  }

  @Test
  void closesConnectionThatIsIdleAfterItsRequest() throws IOException {
    try (var webhook = withTimeouts(LATER, Duration.ofSeconds(2), LATER);
        var socket = connect(webhook)) {
      send(socket, HEADERS + "Content-Length: 2\r\n\r\n{}");
      assertThat(answer(socket)).startsWith("HTTP/1.1 400").contains("not an AdmissionReview");
    }
  }

  @Test
  void servesOtherClientsMeanwhile() throws Exception {
    var slow = new ArrayList<SSLSocket>();
    try (var webhook = withTimeouts(LATER, LATER, Duration.ofSeconds(5))) {
      for (int i = 0; i < MANY; i++) {
        slow.add(connect(webhook));
        send(slow.getLast(), HEADERS + "Content-Length: 1000\r\n\r\n{");
      }
      var answer = webhook.answer(RunningWebhook.review("demo", RunningWebhook.pod("good")));
      assertThat(answer.path("patchType").asText()).isEqualTo("JSONPatch");
      Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(webhook.inFlight()).isZero());
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  private static RunningWebhook withTimeouts(Duration firstHeaders, Duration idle, Duration body) {
    return new RunningWebhook(
        Setup.defaults().with(new ServerTimeouts(firstHeaders, idle, body, 100)));
  }

  private static SSLSocket connect(RunningWebhook webhook) throws IOException {
    var factory = RunningWebhook.trust().getSocketFactory();
    var socket = (SSLSocket) factory.createSocket("127.0.0.1", webhook.port());
    socket.setSoTimeout(SOCKET_MILLIS);
    socket.startHandshake();
    return socket;
  }

  private static void send(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** All bytes until the server closes the connection. */
  private static String answer(SSLSocket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
