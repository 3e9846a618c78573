package io.higuma.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.HttpStatus;
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

/** REST client of the sandbox's API with administrator rights. */
final class KubeRest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final HttpClient http;
  private final URI server;
  private final String token;

  /**
   * A response.
   *
   * @param body a missing node if the body is not JSON
   */
  record Answer(int status, JsonNode body) {
    boolean isSuccess() {
      return HttpStatus.isSuccess(status);
    }

    /** The message of a Status response. */
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
    return Optional.of(checked(answer).body());
  }

  /** All objects of a kind; empty if the kind is not known. */
  List<JsonNode> list(ApiPath path) throws IOException, InterruptedException {
    var items = get(path).map(list -> list.path("items")).orElse(MissingNode.getInstance());
    return StreamSupport.stream(items.spliterator(), false).toList();
  }

  /** Returns error responses too: refusals are part of the scenario. */
  Answer create(ApiPath path, JsonNode object) throws IOException, InterruptedException {
    return call("POST", path, "application/json", object.toString());
  }

  void merge(ApiPath path, JsonNode patch) throws IOException, InterruptedException {
    var answer = call("PATCH", path, MERGE_PATCH, patch.toString());
    // It may have been deleted meanwhile.
    if (answer.status() != 404) {
      checked(answer);
    }
  }

  /** Deletes an object, with or without its grace period. */
  void delete(ApiPath path, boolean immediately) throws IOException, InterruptedException {
    var answer =
        call("DELETE", path, "application/json", immediately ? "{\"gracePeriodSeconds\":0}" : "{}");
    if (answer.status() != 404) {
      checked(answer);
    }
  }

  private Answer call(String method, ApiPath path, String type, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve(path.toString()))
            .timeout(TIMEOUT)
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

  private static Answer checked(Answer answer) throws IOException {
    if (!answer.isSuccess()) {
      throw new IOException("the sandbox's API returned an error: " + answer.message());
    }
    return answer;
  }
}
