package io.higuma.cluster.client;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
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

  /** The user of a token. */
  public sealed interface TokenUser {
    /**
     * An authenticated user.
     *
     * @param user as the API server knows it
     */
    record Known(UserInfo user) implements TokenUser {
      /** The user's name. */
      public String name() {
        return user.getUsername();
      }

      /** The first value of additional information about the user. */
      public Optional<String> extra(String key) {
        return Optional.ofNullable(user.getExtra())
            .map(extra -> extra.get(key))
            .flatMap(values -> values.stream().findFirst());
      }
    }

    /** The token is not authenticated. */
    record Unknown() implements TokenUser {}

    /** The API server could not be reached or rejected the review. */
    record Unavailable(String message) implements TokenUser {}
  }

  /**
   * Checks whether the user of {@code token} may do {@code verb} on a path that is not a Kubernetes
   * resource (RBAC: {@code nonResourceURLs}).
   */
  public Access review(String token, String verb, String path) {
    return switch (identify(token)) {
      case TokenUser.Unknown() -> new Access.Unknown();
      case TokenUser.Unavailable(String message) -> new Access.Unavailable(message);
      case TokenUser.Known(UserInfo user) ->
          reviewed(
              () ->
                  isAllowed(user, verb, path)
                      ? new Access.Granted(user.getUsername())
                      : new Access.Denied(user.getUsername()),
              Access.Unavailable::new);
    };
  }

  /** Authenticates a token. */
  public TokenUser identify(String token) {
    return reviewed(
        () -> {
          var review = new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
          var status = TypedCalls.call(() -> client.tokenReviews().create(review)).getStatus();
          return Boolean.TRUE.equals(status.getAuthenticated())
              ? new TokenUser.Known(status.getUser())
              : new TokenUser.Unknown();
        },
        TokenUser.Unavailable::new);
  }

  private interface Review<T> {
    T call() throws IOException, InterruptedException;
  }

  private static <T> T reviewed(Review<? extends T> review, Function<String, T> unavailable) {
    try {
      return review.call();
    } catch (ApiStatusException e) {
      // The message of the server may contain the request, and with it the token.
      LOG.warnf("access could not be reviewed: status %d", e.response().status());
      return unavailable.apply(
          "the Kubernetes API refuses to review access (status " + e.response().status() + ")");
    } catch (IOException e) {
      LOG.warnf("access could not be reviewed: %s", e.getClass().getSimpleName());
      return unavailable.apply("the Kubernetes API does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable.apply("stopping");
    }
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
