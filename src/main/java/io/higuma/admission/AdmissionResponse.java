package io.higuma.admission;

import io.higuma.patch.JsonPatch;
import java.util.List;
import java.util.Locale;

/** What the API server is told about one call. */
sealed interface AdmissionResponse {

  /** What it comes to, for those who count and search. */
  Verdict verdict();

  /** A status of HTTP, as the review says it: 200 where the object may pass. */
  int code();

  /** Shown to the user by kubectl. */
  List<String> warnings();

  /** Whether it is none, because of a fault of our own. */
  default boolean isFault() {
    return this instanceof Denied denied && denied.status() == Status.FAULT;
  }

  /** The Pod may pass, changed by the patch; an empty patch changes nothing. */
  record Allowed(Verdict verdict, JsonPatch patch, List<String> warnings)
      implements AdmissionResponse {
    /** Copies the warnings. */
    public Allowed {
      warnings = List.copyOf(warnings);
    }

    @Override
    public int code() {
      return 200;
    }
  }

  /**
   * The Pod may not pass.
   *
   * @param status which kind of refusal it is
   * @param message for the user
   */
  record Denied(Verdict verdict, Status status, String message, List<String> warnings)
      implements AdmissionResponse {
    /** Copies the warnings. */
    public Denied {
      warnings = List.copyOf(warnings);
    }

    @Override
    public int code() {
      return status.code();
    }
  }

  /** Kinds of refusals, as the Kubernetes API names them. */
  enum Status {
    /** Not a call about a Pod. */
    BAD_REQUEST(400, "BadRequest"),
    /** The Pod, or what it refers to, is wrong. */
    FORBIDDEN(403, "Forbidden"),
    /** Too many calls at once; the same call may succeed a moment later. */
    TOO_MANY_REQUESTS(429, "TooManyRequests"),
    /** A fault of what we depend on. */
    INTERNAL_ERROR(500, "InternalError"),
    /** A fault of our own: the call fails, and {@code failurePolicy} says what becomes of it. */
    FAULT(500, "InternalError"),
    /** Not able to decide yet. */
    UNAVAILABLE(503, "ServiceUnavailable");

    private final int code;
    private final String reason;

    Status(int code, String reason) {
      this.code = code;
      this.reason = reason;
    }

    int code() {
      return code;
    }

    String reason() {
      return reason;
    }

    /** The same for those who count and search. */
    Verdict verdict() {
      return Verdict.refused(name().toLowerCase(Locale.ROOT));
    }
  }

  /** Nothing is changed and nothing is said. */
  static AdmissionResponse untouched(List<String> warnings) {
    return new Allowed(Verdict.ALLOWED, JsonPatch.NOTHING, warnings);
  }

  /** A refusal without warnings. */
  static Denied denied(Status status, String message) {
    return new Denied(status.verdict(), status, message, List.of());
  }
}
