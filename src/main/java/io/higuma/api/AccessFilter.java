package io.higuma.api;

import io.higuma.cluster.client.AccessReviews;
import io.higuma.cluster.client.AccessReviews.Access;
import io.higuma.cluster.client.AccessReviews.TokenUser;
import io.higuma.cluster.client.BearerToken;
import io.higuma.settings.ApiServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Authenticates and authorizes API requests by the Kubernetes API. As in Kuma, clients on the same
 * host need no token if {@code apiServer.authn.localhostIsAdmin} is set.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public final class AccessFilter implements ContainerRequestFilter {
  /** Methods that write. A POST writes only below {@code /config/}. */
  private static final Set<String> WRITE_METHODS = Set.of("PATCH", "PUT", "DELETE");

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");
  private static final String LOCAL_USER = "localhost";

  private final ConfigService config;
  private final AccessReviews reviews;

  @Context
  @SuppressWarnings("NullAway.Init")
  HttpServerRequest http;

  /** Creates the filter. */
  @Inject
  public AccessFilter(ConfigService config, AccessReviews reviews) {
    this.config = config;
    this.reviews = reviews;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var path = BasePathFilter.pathOf(request.getUriInfo());
    boolean page = PageRequests.contains(path);
    if (page && !SAFE_METHODS.contains(request.getMethod()) && !PageRequests.isOwn(request)) {
      throw new ProblemException(
          Problem.Kind.FORBIDDEN,
          "the page accepts only its own forms: expected Sec-Fetch-Site same-origin, or the"
              + " address of the page as Origin");
    }
    if (page && PageRequests.isPublic(path)) {
      return;
    }
    authorize(request, page ? PageRequests.apiPath(path) : path, token(request, path));
  }

  private void authorize(ContainerRequestContext request, String path, Optional<String> token) {
    boolean writes = writes(request.getMethod(), path);
    var server = config.settings().apiServer();
    var user =
        token
            .map(
                value ->
                    path.isEmpty()
                        ? identify(value)
                        : review(value, writes ? "patch" : "get", path))
            .orElseGet(() -> userWithoutToken(request, server));
    if (writes && server.readOnly()) {
      throw new ProblemException(
          Problem.Kind.NOT_CHANGEABLE, "apiServer.readOnly is set: nothing can be changed here");
    }
    Predicate<String> mayPatch =
        changed ->
            !server.readOnly()
                && token
                    .map(value -> reviews.review(value, "patch", changed) instanceof Access.Granted)
                    .orElse(true);
    request.setSecurityContext(new Caller(user, request.getSecurityContext().isSecure(), mayPatch));
  }

  private static boolean writes(String method, String path) {
    return WRITE_METHODS.contains(method) || (method.equals("POST") && path.startsWith("/config/"));
  }

  private static Optional<String> token(ContainerRequestContext request, String path) {
    var header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return PageRequests.token(request, path);
    }
    var token = BearerToken.of(header);
    if (token.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NO_TOKEN, "the header Authorization holds no bearer token");
    }
    return token;
  }

  private String review(String token, String verb, String path) {
    return switch (reviews.review(token, verb, path)) {
      case Access.Granted(var user) -> user;
      case Access.Unknown() -> throw unknown();
      case Access.Denied(var user) ->
          throw new ProblemException(
              Problem.Kind.FORBIDDEN,
              "user %s has no right to %s %s: a ClusterRole with that nonResourceURL is needed"
                  .formatted(user, verb, path));
      case Access.Unavailable(var message) ->
          throw new ProblemException(Problem.Kind.UNAVAILABLE, message);
    };
  }

  private String identify(String token) {
    return switch (reviews.identify(token)) {
      case TokenUser.Known known -> known.name();
      case TokenUser.Unknown() -> throw unknown();
      case TokenUser.Unavailable(var message) ->
          throw new ProblemException(Problem.Kind.UNAVAILABLE, message);
    };
  }

  private static ProblemException unknown() {
    return new ProblemException(
        Problem.Kind.NO_TOKEN, "the Kubernetes API server rejected the token");
  }

  private String userWithoutToken(ContainerRequestContext request, ApiServer server) {
    if (server.authn().localhostIsAdmin() && isLocal(request)) {
      return LOCAL_USER;
    }
    throw new ProblemException(Problem.Kind.NO_TOKEN, "send a bearer token of the Kubernetes API");
  }

  /**
   * Whether the client is on this host: a loopback address, no proxy headers, and a local {@code
   * Host} header, which excludes DNS rebinding.
   */
  private boolean isLocal(ContainerRequestContext request) {
    var address = http.connection().remoteAddress();
    boolean loopback =
        address != null
            && Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1").contains(address.hostAddress());
    return loopback
        && request.getHeaderString("X-Forwarded-For") == null
        && request.getHeaderString("Forwarded") == null
        && LocalHosts.contains(request.getUriInfo().getRequestUri().getHost());
  }
}
