package io.higuma.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import java.util.Optional;

/**
 * Requests of a browser for the page at {@code /gui}: whose rights they need, and what proves that
 * they come from the page itself. A path here has no {@code apiServer.basePath}.
 */
public final class PageRequests {
  /** The path of the page. */
  public static final String ROOT = "/gui";

  /** The path of style sheets and scripts. */
  public static final String ASSETS = ROOT + "/assets/";

  /** The path of the form for signing in with a token. */
  public static final String SIGN_IN = ROOT + "/sign-in";

  /** The path that deletes the cookie with the token. */
  public static final String SIGN_OUT = ROOT + "/sign-out";

  /** The cookie with the bearer token. Browsers send it for {@link #ROOT} only. */
  public static final String COOKIE = "higuma-token";

  private PageRequests() {}

  /** Whether the page serves this path. */
  public static boolean contains(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  /** Whether this path of the page needs no token. It has nothing from the cluster. */
  static boolean isPublic(String path) {
    return path.startsWith(ASSETS) || path.equals(SIGN_IN) || path.equals(SIGN_OUT);
  }

  /**
   * The path of the API with the same contents: a caller with the right to read it may read the
   * page.
   *
   * @return empty if every authenticated caller may read it: the names of the changed views
   * @throws ProblemException if the page has no such view, so that none is shown without a review
   */
  static String apiPath(String path) {
    var below = path.substring(ROOT.length());
    int slash = below.indexOf('/', 1);
    var view = slash < 0 ? below : below.substring(0, slash);
    return switch (view) {
      case "/config" -> below;
      case "/workloads" -> slash < 0 ? "/inventory/workloads" : "/explain";
      case "/dataplanes" -> "/inventory" + below;
      case "/patches" -> slash < 0 ? "/inventory/patches" : "/preview";
      case "", "/" -> "/overview";
      case "/events" -> "/overview/events";
      case "/changes" -> "";
      default ->
          throw new ProblemException(Problem.Kind.NOT_FOUND, "the page has no view at " + path);
    };
  }

  /** The token in the cookie, if the page is requested. */
  static Optional<String> token(ContainerRequestContext request, String path) {
    return contains(path)
        ? Optional.ofNullable(request.getCookies().get(COOKIE))
            .map(Cookie::getValue)
            .filter(value -> !value.isEmpty())
        : Optional.empty();
  }

  /**
   * Whether the page itself sent this request, by the headers {@code Sec-Fetch-Site} and {@code
   * Origin}, which a script of another site cannot change.
   */
  static boolean isOwn(ContainerRequestContext request) {
    var site = request.getHeaderString("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    var origin = request.getHeaderString("Origin");
    var target = request.getUriInfo().getRequestUri();
    return origin != null
        && origin.equalsIgnoreCase(target.getScheme() + "://" + target.getRawAuthority());
  }
}
