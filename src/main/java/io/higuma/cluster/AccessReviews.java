package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.logging.Logger;

/** Asks the API server who somebody is and what they may do. */
public final class AccessReviews {
  private static final Logger LOG = Logger.getLogger(AccessReviews.class);
  private static final Sieve STATUS = Sieve.of("status");

  private final ApiCalls api;

  /** Asks as a user that needs the ClusterRole {@code system:auth-delegator}. */
  public AccessReviews(ApiCalls api) {
    this.api = api;
  }

  /** What came of it. */
  public sealed interface Access {
    /** The user may. */
    record Granted(String user) implements Access {}

    /** The token is nobody's. */
    record Unknown() implements Access {}

    /** The user may not. */
    record Denied(String user) implements Access {}

    /** The API server could not be asked. */
    record Unavailable(String message) implements Access {}
  }

  /**
   * Whether the owner of {@code token} may do {@code verb} at a path that is no Kubernetes
   * resource's (RBAC: {@code nonResourceURLs}).
   */
  public Access review(String token, String verb, String path) {
    try {
      ObjectNode asked = review("authentication.k8s.io/v1", "TokenReview");
      asked.putObject("spec").put("token", token);
      JsonNode status =
          status(ApiPath.group("authentication.k8s.io", "v1").resource("tokenreviews"), asked);
      if (!status.path("authenticated").asBoolean()) {
        return new Access.Unknown();
      }
      JsonNode user = status.path("user");
      String name = user.path("username").asText("");
      return may(user, verb, path) ? new Access.Granted(name) : new Access.Denied(name);
    } catch (ApiRefusal e) {
      // What the server says may repeat what it was asked, and with it the token.
      LOG.warnf("access could not be reviewed: status %d", e.answer().status());
      return new Access.Unavailable(
          "the Kubernetes API refuses to review access (status " + e.answer().status() + ")");
    } catch (IOException e) {
      LOG.warnf("access could not be reviewed: %s", e.getClass().getSimpleName());
      return new Access.Unavailable("the Kubernetes API does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Access.Unavailable("stopping");
    }
  }

  private boolean may(JsonNode user, String verb, String path)
      throws IOException, InterruptedException {
    ObjectNode asked = review("authorization.k8s.io/v1", "SubjectAccessReview");
    ObjectNode spec = asked.putObject("spec").put("user", user.path("username").asText(""));
    for (String field : List.of("uid", "groups", "extra")) {
      if (user.has(field)) {
        spec.set(field, user.path(field));
      }
    }
    spec.putObject("nonResourceAttributes").put("verb", verb).put("path", path);
    return status(
            ApiPath.group("authorization.k8s.io", "v1").resource("subjectaccessreviews"), asked)
        .path("allowed")
        .asBoolean();
  }

  private static ObjectNode review(String apiVersion, String kind) {
    return JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind);
  }

  private JsonNode status(ApiPath path, ObjectNode review)
      throws IOException, InterruptedException {
    ApiAnswer answer = api.post(path, review.toString().getBytes(StandardCharsets.UTF_8));
    if (!answer.good()) {
      throw new ApiRefusal(answer);
    }
    return answer.object(STATUS).path("status");
  }
}
