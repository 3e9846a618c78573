package io.higuma.api;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Problem details of a failed request (RFC 9457).
 *
 * @param type identifies the kind of problem
 * @param title human-readable kind of problem
 * @param status the HTTP status
 * @param detail human-readable description of this problem
 * @param problems all single problems
 */
@Schema(
    name = "Problem",
    requiredProperties = {"type", "title", "status", "detail", "problems"})
public record Problem(String type, String title, int status, String detail, List<Single> problems) {
  /** The media type. */
  static final String JSON = "application/problem+json";

  /**
   * A single problem.
   *
   * @param path the setting, dotted, or where in the patch, as a JSON pointer
   * @param code a stable code
   * @param message a sentence
   */
  @Schema(
      name = "SingleProblem",
      requiredProperties = {"path", "code", "message"})
  public record Single(String path, String code, String message) {
    /** The same for the API. */
    public static Single of(Violation violation) {
      return new Single(violation.path(), violation.code(), violation.message());
    }

    /** The path and the message, for a person. */
    public String text() {
      return path.isEmpty() ? message : path + ": " + message;
    }
  }

  /** The kinds of problems. */
  public enum Kind {
    BAD_REQUEST(400, "Bad request"),
    NO_TOKEN(401, "A bearer token is needed"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    NOT_CHANGEABLE(405, "This cannot be changed"),
    NOT_ACCEPTABLE(406, "No acceptable media type"),
    CONFLICT(409, "The patch conflicts with the current value"),
    CHANGED(412, "The value has changed"),
    TOO_LARGE(413, "The request is too large"),
    MEDIA_TYPE(415, "The media type is not supported"),
    INVALID(422, "The configuration would not be valid"),
    NO_PRECONDITION(428, "If-Match is needed"),
    FAULT(500, "Internal error"),
    UNAVAILABLE(503, "Temporarily unavailable");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    /** The HTTP status. */
    public int status() {
      return status;
    }
  }

  /** A problem without single problems. */
  public static Problem of(Kind kind, String detail) {
    return of(kind, detail, List.of());
  }

  /** A problem with one single problem for each violation. */
  public static Problem of(Kind kind, String detail, List<Violation> violations) {
    var type = "urn:higuma:problem:" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(
        type, kind.title, kind.status, detail, violations.stream().map(Single::of).toList());
  }
}
