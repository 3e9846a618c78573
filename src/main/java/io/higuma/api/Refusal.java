package io.higuma.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Ends a request with a problem. */
final class Refusal extends WebApplicationException {
  private static final long serialVersionUID = 1;

  Refusal(Problem.Kind kind, String detail) {
    super(detail, answer(Problem.of(kind, detail)));
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
