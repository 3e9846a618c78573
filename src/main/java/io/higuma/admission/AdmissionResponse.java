package io.higuma.admission;

import io.higuma.patch.JsonPatch;
import java.util.List;
import java.util.Locale;

/** Response to one admission request. */
public sealed interface AdmissionResponse {

  /** The decision with its reason code. */
  Verdict verdict();

  /** The HTTP status code in the AdmissionReview: 200 if the object is allowed. */
  int code();

  /** Warnings that kubectl prints for the user. */
  List<String> warnings();

  /** Whether Higuma failed with an internal error, so that there is no decision. */
  default boolean isFault() {
    return this instanceof Denied denied && denied.status() == Status.FAULT;
  }

  /**
   * Decision and reason code, for metrics, logs and traces.
   *
   * @param decision {@code injected}, {@code skipped}, {@code allowed} or {@code refused}
   * @param reason code in snake_case; empty without a reason
   */
  record Verdict(String decision, String reason) {
    static final Verdict INJECTED = new Verdict("injected", "");
    static final Verdict ALLOWED = new Verdict("allowed", "");

    static Verdict skipped(String reason) {
      return new Verdict("skipped", reason);
    }

    static Verdict refused(String reason) {
      return new Verdict("refused", reason);
    }
  }

  /** Allows the object, changed by the patch; an empty patch changes nothing. */
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
   * Rejects the object.
   *
   * @param status kind of rejection
   * @param message shown to the user
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

  /** Kinds of rejections, as named by the Kubernetes API. */
  enum Status {
    /** Not an admission request of the expected kind. */
    BAD_REQUEST(400, "BadRequest"),
    /** The object, or an object that it refers to, is invalid. */
    FORBIDDEN(403, "Forbidden"),
    /** Overload; a retry may succeed. */
    TOO_MANY_REQUESTS(429, "TooManyRequests"),
    /** A dependency failed, such as a read from the API server. */
    INTERNAL_ERROR(500, "InternalError"),
    /** An internal error: the call fails with HTTP 500, and {@code failurePolicy} applies. */
    FAULT(500, "InternalError"),
    /** Not ready to decide. */
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

    /** The verdict for metrics, logs and traces. */
    Verdict verdict() {
      return Verdict.refused(name().toLowerCase(Locale.ROOT));
    }
  }

  /** Allows the object without a patch. */
  static AdmissionResponse allowed(List<String> warnings) {
    return new Allowed(Verdict.ALLOWED, JsonPatch.NOTHING, warnings);
  }

  /** Rejects the object without warnings. */
  static Denied denied(Status status, String message) {
    return new Denied(status.verdict(), status, message, List.of());
  }
}
