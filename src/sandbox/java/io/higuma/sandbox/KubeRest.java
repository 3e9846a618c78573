package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.cluster.client.ApiPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Calls the sandbox's API as its administrator. */
final class KubeRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final HttpClient http;
  private final URI server;
  private final String token;

  /**
   * What was answered.
   *
   * @param body missing where there is no JSON
   */
  record Answer(int status, JsonNode body) {
    boolean good() {
      return status >= 200 && status < 300;
    }

    /** What the API says about it, for people. */
    String message() {
      return body.path("message").asText("status " + status);
    }
  }

  KubeRest(HttpClient http, URI server, String token) {
    this.http = http;
    this.server = server;
    this.token = token;
  }

  Optional<JsonNode> get(ApiPath path) throws IOException, InterruptedException {
    var answer = call("GET", path, "", "");
    if (answer.status() == 404) {
      return Optional.empty();
    }
    return Optional.of(good(answer).body());
  }

  /** All objects of a kind; none where the kind is not known. */
  List<JsonNode> list(ApiPath path) throws IOException, InterruptedException {
    var items = get(path).map(list -> list.path("items")).orElse(MissingNode.getInstance());
    return StreamSupport.stream(items.spliterator(), false).toList();
  }

  /** The answer, whatever it is: refusals are part of the story. */
  Answer create(ApiPath path, JsonNode object) throws IOException, InterruptedException {
    return call("POST", path, "application/json", object.toString());
  }

  void merge(ApiPath path, JsonNode patch) throws IOException, InterruptedException {
    var answer = call("PATCH", path, MERGE_PATCH, patch.toString());
    // Somebody has deleted it meanwhile.
    if (answer.status() != 404) {
      good(answer);
    }
  }

  /** Asks for it to go, at once or as it likes. */
  void delete(ApiPath path, boolean atOnce) throws IOException, InterruptedException {
    var answer =
        call("DELETE", path, "application/json", atOnce ? "{\"gracePeriodSeconds\":0}" : "{}");
    if (answer.status() != 404) {
      good(answer);
    }
  }

  private Answer call(String method, ApiPath path, String type, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve(path.toString()))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), read(response.body()));
  }

  private static JsonNode read(byte[] body) throws IOException {
    return body.length > 0 && (body[0] == '{' || body[0] == '[')
        ? JSON.readTree(body)
        : MissingNode.getInstance();
  }

  private static Answer good(Answer answer) throws IOException {
    if (!answer.good()) {
      throw new IOException("the sandbox's API refuses: " + answer.message());
    }
    return answer;
  }
}
