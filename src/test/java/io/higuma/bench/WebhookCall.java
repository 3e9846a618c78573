package io.higuma.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.admission.AdmissionServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The webhook request of all load tests, as HTTP/1.1 bytes. */
final class WebhookCall {
  /** A review of a Pod with one container. */
  static final Path REVIEW = Path.of("src", "test", "resources", "bench", "review.json");

  /** The namespace of the Pod. */
  static final String NAMESPACE = "shop";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] BYTES = bytes();

  private WebhookCall() {}

  /** Header and body. */
  static byte[] request() {
    return BYTES;
  }

  /** Whether this response body allows the Pod with a sidecar. */
  static boolean isInjection(byte[] body) {
    try {
      JsonNode response = JSON.readTree(body).path("response");
      return response.path("allowed").asBoolean()
          && response.hasNonNull("patch")
          && new String(response.path("patch").binaryValue(), StandardCharsets.UTF_8)
              .contains("\"kuma-sidecar\"");
    } catch (IOException notJson) {
      return false;
    }
  }

  /** Header and body of a request with this body. */
  static byte[] request(String body) {
    String head =
        """
        POST %s HTTP/1.1
        Host: localhost
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(AdmissionServer.INJECT_PATH, body.getBytes(StandardCharsets.UTF_8).length);
    return (head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes() {
    try {
      return request(Files.readString(REVIEW));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
