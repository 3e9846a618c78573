package io.higuma.cluster.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.JsonFactories;
import io.higuma.kuma.TextTruncation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Response of the Kubernetes API. */
public final class ApiResponse {
  public static final int NOT_FOUND = 404;
  public static final int CONFLICT = 409;
  public static final int GONE = 410;
  static final int INVALID = 422;
  static final int TOO_MANY_REQUESTS = 429;

  private static final JsonFactory JSON = JsonFactories.withoutInterning().build();
  private static final int MAX_LENGTH = 500;

  private final int status;
  private final byte[] body;
  private final Duration retryAfter;

  /**
   * Creates a response.
   *
   * @param body JSON unless a proxy responded; not copied
   * @param retryAfter the {@code Retry-After} of the server; zero if absent
   */
  public ApiResponse(int status, byte[] body, Duration retryAfter) {
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The response that a Status object in a watch stands for. */
  public static ApiResponse of(JsonNode status) {
    return new ApiResponse(
        status.path("code").asInt(500),
        status.toString().getBytes(StandardCharsets.UTF_8),
        Duration.ofSeconds(status.path("details").path("retryAfterSeconds").asInt(0)));
  }

  /** The {@code Retry-After} of the server; zero if absent. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the call succeeded (2xx). */
  public boolean isSuccess() {
    return HttpStatus.isSuccess(status);
  }

  /** Whether the error is transient: an unchanged retry may succeed. */
  public boolean isTransient() {
    return status == TOO_MANY_REQUESTS || status == 408 || status >= 500;
  }

  /** The object in the body, reduced to the fields that the filter selects. */
  public JsonNode object(FieldFilter filter) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      return filter.read(parser);
    }
  }

  /** The {@code resourceVersion} of the object in the body; empty if absent. */
  public String resourceVersion() throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      boolean inMetadata = false;
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (!inMetadata && field.equals("metadata") && value == JsonToken.START_OBJECT) {
          inMetadata = true;
        } else if (inMetadata && field.equals("resourceVersion")) {
          return parser.getText();
        } else {
          parser.skipChildren();
        }
      }
      return "";
    }
  }

  /** Status and message in one line, for logs and error messages. */
  public String summary() {
    String message = message();
    return status + (message.isEmpty() ? "" : " " + message);
  }

  private String message() {
    try {
      String message = object(FieldFilter.of("message")).path("message").asText("");
      return TextTruncation.withEllipsis(message, MAX_LENGTH);
    } catch (IOException notJson) {
      return new String(body, 0, Math.min(body.length, MAX_LENGTH), StandardCharsets.UTF_8)
          .strip()
          .replace('\n', ' ');
    }
  }
}
