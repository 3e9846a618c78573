package io.higuma.gui;

import io.higuma.api.BasePathFilter;
import io.higuma.api.PageRequests;
import io.higuma.api.Problem;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.Map;

/**
 * Restricts what a browser does with the page, and shows problems as HTML. The policy allows no
 * inline script or style, so that text from the cluster cannot become one.
 */
@Provider
public final class PageHeaders implements ContainerResponseFilter {
  private static final MediaType HTML = MediaType.valueOf(Pages.HTML);
  private static final Annotation[] NO_ANNOTATIONS = {};
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          // With no-referrer, browsers send forms with the Origin null.
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final Pages pages;

  /** Creates the filter. */
  @Inject
  public PageHeaders(Pages pages) {
    this.pages = pages;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    var path = BasePathFilter.pathOf(request.getUriInfo());
    if (!PageRequests.contains(path)) {
      return;
    }
    HEADERS.forEach(response.getHeaders()::putSingle);
    if (!path.startsWith(PageRequests.ASSETS)) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    if (response.getEntity() instanceof Problem problem) {
      if (problem.status() == 401 && request.getHeaderString("HX-Request") != null) {
        // A part of a page cannot show the form: the whole page goes to it.
        response.getHeaders().putSingle("HX-Redirect", pages.href(PageRequests.SIGN_IN));
      }
      response.setEntity(html(problem, path), NO_ANNOTATIONS, HTML);
    }
  }

  private String html(Problem problem, String path) {
    if (problem.status() == 401) {
      return Templates.signIn(pages.of("Sign in"), path, problem.detail()).render();
    }
    var problems = problem.problems().stream().map(Problem.Single::text).toList();
    return Templates.problem(pages.of(problem.title()), problem.detail(), problems).render();
  }
}
