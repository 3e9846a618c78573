package io.higuma.cluster.client;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import org.jboss.logging.Logger;

/** Asks the API server who somebody is and what they may do. */
public final class AccessReviews {
  private static final Logger LOG = Logger.getLogger(AccessReviews.class);

  private final KubernetesClient client;

  /** Asks as a user that needs the ClusterRole {@code system:auth-delegator}. */
  public AccessReviews(KubernetesClient client) {
    this.client = client;
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
      var status = status(token);
      if (!Boolean.TRUE.equals(status.getAuthenticated())) {
        return new Access.Unknown();
      }
      var user = status.getUser();
      return may(user, verb, path)
          ? new Access.Granted(user.getUsername())
          : new Access.Denied(user.getUsername());
    } catch (ApiStatusException e) {
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

  private TokenReviewStatus status(String token) throws IOException, InterruptedException {
    var review = new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
    return TypedCalls.call(() -> client.tokenReviews().create(review)).getStatus();
  }

  private boolean may(UserInfo user, String verb, String path)
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
