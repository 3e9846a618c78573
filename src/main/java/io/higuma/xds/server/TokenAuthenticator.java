package io.higuma.xds.server;

import io.higuma.cluster.cache.ObjectStore;
import io.higuma.cluster.client.AccessReviews;
import io.higuma.cluster.client.AccessReviews.TokenUser;
import io.higuma.dataplane.CachedPod;
import io.higuma.xds.snapshot.ProxyIdentity;
import java.util.Optional;

/**
 * Authenticates proxies by the token of their Pod's service account. A token that is bound to a Pod
 * is accepted only from that Pod.
 */
public final class TokenAuthenticator implements ProxyAuthenticator {
  private static final String DEFAULT_ACCOUNT = "default";
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

  private final ObjectStore<CachedPod> pods;
  private final AccessReviews reviews;

  /**
   * Checks tokens with the API server.
   *
   * @param pods the Pods with a sidecar
   */
  public TokenAuthenticator(ObjectStore<CachedPod> pods, AccessReviews reviews) {
    this.pods = pods;
    this.reviews = reviews;
  }

  @Override
  public Result authenticate(ProxyIdentity proxy, String token) {
    Optional<CachedPod> pod = pods.find(proxy.namespace(), proxy.name());
    if (token.isEmpty()) {
      return new Result.Unauthenticated("a token of the Pod's service account is required");
    }
    if (pod.isEmpty()) {
      return new Result.Denied("there is no Pod " + proxy.fullName() + " with a sidecar");
    }
    return switch (reviews.identify(token)) {
      case TokenUser.Known known -> check(pod.get(), known);
      case TokenUser.Unknown() -> new Result.Unauthenticated("the token is not valid");
      case TokenUser.Unavailable(String message) -> new Result.Unavailable(message);
    };
  }

  private static Result check(CachedPod pod, TokenUser.Known user) {
    String account = pod.template().serviceAccount();
    String expected =
        "system:serviceaccount:"
            + pod.namespace()
            + ":"
            + (account.isEmpty() ? DEFAULT_ACCOUNT : account);
    if (!user.name().equals(expected)) {
      return new Result.Denied(
          "the token is of " + user.name() + ", but the Pod runs as " + expected);
    }
    boolean sameName = user.extra(POD_NAME).map(pod.name()::equals).orElse(true);
    boolean sameUid = user.extra(POD_UID).map(pod.id().uid()::equals).orElse(true);
    return sameName && sameUid
        ? new Result.Accepted()
        : new Result.Denied("the token is bound to another Pod");
  }
}
