package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.higuma.admission.RunningWebhook.Setup;
import io.higuma.tls.ServingCertificate;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** Requests before the first certificate. */
class EarlyHandshakeTest {
  private static final CompletableFuture<Void> OPEN = CompletableFuture.completedFuture(null);

  @Test
  void callsBeforeTheFirstCertificateWaitForItAndAreAnswered() throws Exception {
    var certificate = new CompletableFuture<ServingCertificate>();
    var gate = new ReadinessGate(OPEN, () -> "", Duration.ofMinutes(1));
    try (var webhook =
        new RunningWebhook(Setup.defaults().with(gate).withCertificate(certificate))) {
      // More than the number of event loops: none of them may be blocked.
      List<CompletableFuture<HttpResponse<String>>> early =
          Stream.generate(() -> call(webhook)).limit(5).toList();
      assertThatThrownBy(() -> early.getFirst().get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      certificate.complete(RunningWebhook.CERTIFICATE);
      for (var call : early) {
        assertThat(call.get(30, TimeUnit.SECONDS).body()).contains("\"allowed\":true");
      }
    }
  }

  @Test
  void handshakeFailsWhereNoCertificateComes() {
    var none = new CompletableFuture<ServingCertificate>();
    var gate = new ReadinessGate(OPEN, () -> "", Duration.ofMillis(100));
    try (var webhook = new RunningWebhook(Setup.defaults().with(gate).withCertificate(none))) {
      assertThatThrownBy(() -> call(webhook).get(30, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(SSLException.class);
    }
  }

  private static CompletableFuture<HttpResponse<String>> call(RunningWebhook webhook) {
    var review = RunningWebhook.review("demo", RunningWebhook.pod("early")).toString();
    var request =
        webhook
            .to(AdmissionServer.INJECT_PATH)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(review))
            .build();
    return webhook.client().sendAsync(request, BodyHandlers.ofString());
  }
}
