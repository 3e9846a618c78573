package io.higuma.api;

import io.higuma.kuma.Violation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Ends a request with a problem. */
final class ProblemException extends WebApplicationException {
  private static final long serialVersionUID = 1;

  ProblemException(Problem.Kind kind, String detail) {
    super(detail, answer(Problem.of(kind, detail)));
  }

  /** The same for single things that are wrong with the request. */
  private ProblemException(List<Violation> violations) {
    super(
        Violation.join(violations),
        answer(Problem.of(Problem.Kind.BAD_REQUEST, Violation.join(violations), violations)));
  }

  /** Ends the request if there is anything wrong with it. */
  static void ofAny(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new ProblemException(violations);
    }
  }

  /** The problem as an answer. */
  static Response answer(Problem problem) {
    var answer = Response.status(problem.status()).type(Problem.JSON).entity(problem);
    if (problem.status() == Problem.Kind.NO_TOKEN.status()) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"higuma\"");
    }
    return answer.build();
  }
}
