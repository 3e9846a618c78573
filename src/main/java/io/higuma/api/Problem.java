package io.higuma.api;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What went wrong, as RFC 9457 has it.
 *
 * @param type identifies the kind of problem
 * @param title the kind of problem, for people
 * @param status the HTTP status
 * @param detail this problem, for people
 * @param problems every single thing that is wrong
 */
@Schema(
    name = "Problem",
    requiredProperties = {"type", "title", "status", "detail", "problems"})
public record Problem(String type, String title, int status, String detail, List<One> problems) {
  /** The media type. */
  static final String JSON = "application/problem+json";

  /**
   * One thing that is wrong.
   *
   * @param path the setting, dotted, or where in the patch, as a JSON pointer
   * @param code a stable word
   * @param message a sentence
   */
  @Schema(
      name = "SingleProblem",
      requiredProperties = {"path", "code", "message"})
  public record One(String path, String code, String message) {}

  /** The kinds of problems there are. */
  enum Kind {
    BAD_REQUEST(400, "The request cannot be understood"),
    NO_TOKEN(401, "A bearer token is needed"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "There is no such thing"),
    NOT_CHANGEABLE(405, "This cannot be changed"),
    NOT_ACCEPTABLE(406, "No acceptable media type"),
    CONFLICT(409, "The patch does not fit"),
    CHANGED(412, "It has changed in the meantime"),
    TOO_LARGE(413, "The request is too large"),
    MEDIA_TYPE(415, "The media type is not known"),
    INVALID(422, "The configuration would not be valid"),
    NO_PRECONDITION(428, "If-Match is needed"),
    FAULT(500, "A fault of Higuma"),
    UNAVAILABLE(503, "Not now");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }
  }

  static Problem of(Kind kind, String detail) {
    return of(kind, detail, List.of());
  }

  static Problem of(Kind kind, String detail, List<Violation> violations) {
    var type = "urn:higuma:problem:" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(
        type,
        kind.title,
        kind.status,
        detail,
        violations.stream().map(v -> new One(v.path(), v.code(), v.message())).toList());
  }
}
