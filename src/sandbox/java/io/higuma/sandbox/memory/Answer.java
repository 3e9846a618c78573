package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.client.HttpStatus;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param status the HTTP status
 */
record Answer(int status, JsonNode body) {
  private static final Map<Integer, String> REASONS =
      Map.of(
          400, "BadRequest",
          403, "Forbidden",
          404, "NotFound",
          405, "MethodNotAllowed",
          409, "Conflict",
          410, "Expired",
          415, "UnsupportedMediaType",
          422, "Invalid");

  static Answer ok(JsonNode body) {
    return new Answer(200, body);
  }

  /** A failure {@code Status}. */
  static Answer refusal(int code, String message) {
    ObjectNode status =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("message", message)
            .put("reason", REASONS.getOrDefault(code, "InternalError"))
            .put("code", code);
    status.putObject("metadata");
    return new Answer(code, status);
  }

  boolean isSuccess() {
    return HttpStatus.isSuccess(status);
  }
}
