package io.higuma.cluster.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The Kubernetes API responded with an error status. */
public final class ApiStatusException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient ApiResponse response;

  public ApiStatusException(ApiResponse response) {
    super(response.summary());
    this.response = response;
  }

  static ApiStatusException of(int code, Status status) {
    var body = JsonNodeFactory.instance.objectNode().put("message", status.getMessage());
    return new ApiStatusException(
        new ApiResponse(code, body.toString().getBytes(StandardCharsets.UTF_8), Duration.ZERO));
  }

  public ApiResponse response() {
    return response;
  }
}
