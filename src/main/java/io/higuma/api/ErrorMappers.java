package io.higuma.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;

/** Maps exceptions of requests to RFC 9457 problem responses. */
@Provider
public final class ErrorMappers implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

  @Context private UriInfo uri;

  /** Created by Quarkus. */
  @SuppressWarnings("NullAway.Init")
  public ErrorMappers() {}

  @Override
  public Response toResponse(Throwable error) {
    if (!(error instanceof WebApplicationException e)) {
      LOG.error("a request failed", error);
      return ProblemException.response(
          Problem.of(
              Problem.Kind.FAULT,
              "internal error, see the log: " + error.getClass().getSimpleName()));
    }
    var original = e.getResponse();
    if (original.getEntity() instanceof Problem) {
      return original;
    }
    var response = ProblemException.response(problem(original.getStatus()));
    var allow = original.getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? response
        : Response.fromResponse(response).header(HttpHeaders.ALLOW, allow).build();
  }

  private Problem problem(int status) {
    var path = BasePathFilter.pathOf(uri);
    return switch (status) {
      case 404 -> Problem.of(Problem.Kind.NOT_FOUND, "no resource at " + path);
      case 405 -> Problem.of(Problem.Kind.NOT_CHANGEABLE, "method not allowed: " + path);
      case 406 -> Problem.of(Problem.Kind.NOT_ACCEPTABLE, "only JSON is available");
      case 413 -> Problem.of(Problem.Kind.TOO_LARGE, "the request body is too large");
      case 415 ->
          Problem.of(
              Problem.Kind.MEDIA_TYPE,
              path.startsWith("/config")
                  ? "send " + ConfigResource.MERGE_PATCH + " or " + ConfigResource.JSON_PATCH
                  : "send " + MediaType.APPLICATION_JSON);
      default ->
          status < 500
              ? Problem.of(Problem.Kind.BAD_REQUEST, "status " + status)
              : Problem.of(Problem.Kind.FAULT, "status " + status);
    };
  }
}
