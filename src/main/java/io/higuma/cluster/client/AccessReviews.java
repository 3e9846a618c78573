package io.higuma.cluster.client;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Authenticates and authorizes a token with TokenReview and SubjectAccessReview. */
public final class AccessReviews {
  private static final Logger LOG = Logger.getLogger(AccessReviews.class);

  private final KubernetesClient client;

  /**
   * Creates reviews through this client, which needs the ClusterRole {@code system:auth-delegator}.
   */
  public AccessReviews(KubernetesClient client) {
    this.client = client;
  }

  /** Result of an access review. */
  public sealed interface Access {
    /** The user is authorized. */
    record Granted(String user) implements Access {}

    /** The token is not authenticated. */
    record Unknown() implements Access {}

    /** The user is not authorized. */
    record Denied(String user) implements Access {}

    /** The API server could not be reached or rejected the review. */
    record Unavailable(String message) implements Access {}
  }

  /**
   * Checks whether the user of {@code token} may do {@code verb} on a path that is not a Kubernetes
   * resource (RBAC: {@code nonResourceURLs}).
   */
  public Access review(String token, String verb, String path) {
    try {
      var status = tokenStatus(token);
      if (!Boolean.TRUE.equals(status.getAuthenticated())) {
        return new Access.Unknown();
      }
      var user = status.getUser();
      return isAllowed(user, verb, path)
          ? new Access.Granted(user.getUsername())
          : new Access.Denied(user.getUsername());
    } catch (ApiStatusException e) {
      // The message of the server may contain the request, and with it the token.
      LOG.warnf("access could not be reviewed: status %d", e.response().status());
      return new Access.Unavailable(
          "the Kubernetes API refuses to review access (status " + e.response().status() + ")");
    } catch (IOException e) {
      LOG.warnf("access could not be reviewed: %s", e.getClass().getSimpleName());
      return new Access.Unavailable("the Kubernetes API does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Access.Unavailable("stopping");
    }
  }

  private TokenReviewStatus tokenStatus(String token) throws IOException, InterruptedException {
    var review = new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
    return TypedCalls.call(() -> client.tokenReviews().create(review)).getStatus();
  }

  private boolean isAllowed(UserInfo user, String verb, String path)
      throws IOException, InterruptedException {
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user.getUsername())
            .withUid(user.getUid())
            .withGroups(user.getGroups())
            .withExtra(user.getExtra())
            .withNewNonResourceAttributes(path, verb)
            .endSpec()
            .build();
    var reviews = client.authorization().v1().subjectAccessReview();
    return TypedCalls.call(() -> reviews.create(review)).getStatus().getAllowed();
  }
}
