package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.sandbox.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls webhooks over TLS, trusting only the caBundle of their configuration. */
final class WebhookCaller {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

  /** The webhook did not return a valid response. */
  static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Calls a webhook and returns its response.
   *
   * @param client the {@code clientConfig}, with a URL
   */
  JsonNode call(JsonNode client, JsonNode review) throws Unreachable {
    var url = client.path("url").asText();
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url + "?timeout=10s"))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(review.toString()))
              .build();
      var answer =
          trusting(client.path("caBundle").asText("")).send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode() + ": " + answer.body());
      }
      return ObjectCrud.read(answer.body());
    } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
      throw new Unreachable("Post \"%s\": %s".formatted(url, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted", e);
    }
  }

  private HttpClient trusting(String bundle) throws GeneralSecurityException, IOException {
    var known = clients.get(bundle);
    if (known != null) {
      return known;
    }
    var pem = new String(Base64.getDecoder().decode(bundle), StandardCharsets.US_ASCII);
    var created = TrustedHttp.client(pem);
    clients.put(bundle, created);
    return created;
  }
}
