package io.higuma.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;

/** Takes away {@code apiServer.basePath}, under which the API is served. */
@Provider
@PreMatching
public final class BasePathFilter implements ContainerRequestFilter {
  private final ConfigService config;

  /** Asks for the path at every request. */
  @Inject
  public BasePathFilter(ConfigService config) {
    this.config = config;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var base = config.settings().apiServer().basePath().replaceFirst("/+$", "");
    if (base.isEmpty()) {
      return;
    }
    var uri = request.getUriInfo().getRequestUri();
    var path = uri.getRawPath();
    if (path.startsWith(base + "/")) {
      request.setRequestUri(
          UriBuilder.fromUri(uri).replacePath(path.substring(base.length())).build());
    } else {
      throw new ProblemException(Problem.Kind.NOT_FOUND, "everything is under " + base);
    }
  }
}
