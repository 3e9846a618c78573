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

/** Turns whatever ends a request early into a problem. */
@Provider
public final class ErrorMappers implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

  @Context private UriInfo uri;

  /** Made by Quarkus. */
  @SuppressWarnings("NullAway.Init")
  public ErrorMappers() {}

  @Override
  public Response toResponse(Throwable fault) {
    if (!(fault instanceof WebApplicationException e)) {
      LOG.error("a request failed", fault);
      return ProblemException.answer(
          Problem.of(Problem.Kind.FAULT, "the log says more: " + fault.getClass().getSimpleName()));
    }
    var given = e.getResponse();
    if (given.getEntity() instanceof Problem) {
      return given;
    }
    var answer = ProblemException.answer(problem(given.getStatus()));
    var allow = given.getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? answer
        : Response.fromResponse(answer).header(HttpHeaders.ALLOW, allow).build();
  }

  private Problem problem(int status) {
    var path = "/" + uri.getPath().replaceFirst("^/", "");
    return switch (status) {
      case 404 -> Problem.of(Problem.Kind.NOT_FOUND, "there is nothing at " + path);
      case 405 -> Problem.of(Problem.Kind.NOT_CHANGEABLE, "not with this method: " + path);
      case 406 -> Problem.of(Problem.Kind.NOT_ACCEPTABLE, "the answer would be JSON");
      case 413 -> Problem.of(Problem.Kind.TOO_LARGE, "send less");
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
