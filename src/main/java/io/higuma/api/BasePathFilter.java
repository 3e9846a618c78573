package io.higuma.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;

/** Strips {@code apiServer.basePath} from request paths. */
@Provider
@PreMatching
public final class BasePathFilter implements ContainerRequestFilter {
  private final ConfigService config;

  /** Reads the base path at each request. */
  @Inject
  public BasePathFilter(ConfigService config) {
    this.config = config;
  }

  /** The path of a request without {@code apiServer.basePath}, decoded, with a slash in front. */
  public static String pathOf(UriInfo uri) {
    return "/" + uri.getPath().replaceFirst("^/", "");
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var base = config.basePath();
    if (base.isEmpty()) {
      return;
    }
    var uri = request.getUriInfo().getRequestUri();
    var path = uri.getRawPath();
    if (path.startsWith(base + "/")) {
      request.setRequestUri(
          UriBuilder.fromUri(uri).replacePath(path.substring(base.length())).build());
    } else {
      throw new ProblemException(Problem.Kind.NOT_FOUND, "the API is served under " + base);
    }
  }
}
