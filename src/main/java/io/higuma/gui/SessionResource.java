package io.higuma.gui;

import io.higuma.api.LocalHosts;
import io.higuma.api.PageRequests;
import io.higuma.api.Problem;
import io.higuma.api.ProblemException;
import io.higuma.cluster.client.AccessReviews;
import io.higuma.cluster.client.AccessReviews.TokenUser;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/**
 * Keeps the bearer token of a browser in a cookie that scripts cannot read and that browsers send
 * with requests of the page itself only.
 */
@Blocking
@Path(PageRequests.ROOT)
@Produces(Pages.HTML)
public class SessionResource {
  /** Browsers drop larger cookies. */
  private static final int MAX_TOKEN = 3_900;

  private final Pages pages;
  private final AccessReviews reviews;

  /** Creates the resource. */
  @Inject
  public SessionResource(Pages pages, AccessReviews reviews) {
    this.pages = pages;
    this.reviews = reviews;
  }

  /** The form. */
  @GET
  @Path("sign-in")
  public TemplateInstance form(@QueryParam("to") @DefaultValue("") String to) {
    return Templates.signIn(pages.of("Sign in"), to, "");
  }

  /** Sets the cookie, if the Kubernetes API accepts the token. */
  @POST
  @Path("sign-in")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response signIn(
      @FormParam("token") @DefaultValue("") String written,
      @FormParam("to") @DefaultValue("") String to,
      @Context HttpServerRequest request) {
    if (!isConfidential(request)) {
      throw new ProblemException(
          Problem.Kind.FORBIDDEN,
          "a token is accepted over HTTPS only: open the page with https://");
    }
    var token = written.strip();
    if (token.isEmpty() || token.length() > MAX_TOKEN || !isCookieText(token)) {
      return refused(
          to,
          "token: value of %d characters is not valid: expected 1 to %d letters, digits and"
                  .formatted(token.length(), MAX_TOKEN)
              + " signs of a bearer token");
    }
    return switch (reviews.identify(token)) {
      case TokenUser.Known _ -> redirect(to).cookie(cookie(token, -1)).build();
      case TokenUser.Unknown() -> refused(to, "the Kubernetes API server rejected the token");
      case TokenUser.Unavailable(var message) ->
          throw new ProblemException(Problem.Kind.UNAVAILABLE, message);
    };
  }

  /** Deletes the cookie. */
  @POST
  @Path("sign-out")
  public Response signOut() {
    return redirect(PageRequests.SIGN_IN).cookie(cookie("", 0)).build();
  }

  private Response refused(String to, String message) {
    var form = Templates.signIn(pages.of("Sign in"), to, message);
    return Response.status(Problem.Kind.NO_TOKEN.status()).entity(form.render()).build();
  }

  /** A path outside of the page is replaced: a link must not lead to another site. */
  private Response.ResponseBuilder redirect(String to) {
    var path = PageRequests.contains(to) && isPlain(to) ? to : PageRequests.ROOT;
    return Response.status(Response.Status.SEE_OTHER)
        .header(HttpHeaders.LOCATION, URI.create(pages.href(path)));
  }

  private static boolean isPlain(String path) {
    return path.chars()
            .allMatch(c -> (Character.isLetterOrDigit(c) && c < 128) || "/-._".indexOf(c) >= 0)
        && !path.contains("..");
  }

  private static boolean isCookieText(String token) {
    return token.chars().allMatch(c -> c > 32 && c < 127 && "\",;\\".indexOf(c) < 0);
  }

  private NewCookie cookie(String value, int maxAge) {
    return new NewCookie.Builder(PageRequests.COOKIE)
        .value(value)
        .path(pages.href(PageRequests.ROOT))
        .maxAge(maxAge)
        .secure(true)
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.STRICT)
        .build();
  }

  /** Whether the token is encrypted on the network, or does not leave the host of the browser. */
  private static boolean isConfidential(HttpServerRequest request) {
    var authority = request.authority();
    return request.isSSL()
        || "https".equals(request.getHeader("X-Forwarded-Proto"))
        || (authority != null && LocalHosts.contains(authority.host()));
  }
}
