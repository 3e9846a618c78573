package io.higuma.api;

import io.higuma.kuma.Violation;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;

/** Exception that ends a request with a {@link Problem} as response. */
public final class ProblemException extends WebApplicationException {
  private static final long serialVersionUID = 1;

  /** Ends a request with a problem of this kind. */
  public ProblemException(Problem.Kind kind, String detail) {
    super(detail, response(Problem.of(kind, detail)));
  }

  /** Rejects a request because of violations. */
  private ProblemException(List<Violation> violations) {
    super(
        Violation.join(violations),
        response(Problem.of(Problem.Kind.BAD_REQUEST, Violation.join(violations), violations)));
  }

  /** The detail of the problem. */
  public String detail() {
    return Objects.requireNonNull(getMessage());
  }

  /** Throws if there are violations. */
  public static void throwIfAny(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new ProblemException(violations);
    }
  }

  /** The problem as a response. */
  static Response response(Problem problem) {
    var response = Response.status(problem.status()).type(Problem.JSON).entity(problem);
    if (problem.status() == Problem.Kind.NO_TOKEN.status()) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"higuma\"");
    }
    return response.build();
  }
}
