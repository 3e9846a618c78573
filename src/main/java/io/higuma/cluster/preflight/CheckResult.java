package io.higuma.cluster.preflight;

/**
 * Result of a preflight check.
 *
 * @param check stable identifier of the check
 * @param level severity
 * @param message the finding, for the user
 * @param advice how to fix it; empty if nothing is needed
 */
public record CheckResult(String check, Level level, String message, String advice) {

  /** Severity of a result. */
  public enum Level {
    /** The check passed. */
    OK,
    /** Higuma works, or the check cannot decide. */
    WARNING,
    /** Higuma does not work. */
    ERROR
  }

  static CheckResult ok(String check, String message) {
    return new CheckResult(check, Level.OK, message, "");
  }

  /** Creates a result of level {@link Level#WARNING}. */
  public static CheckResult warning(String check, String message, String advice) {
    return new CheckResult(check, Level.WARNING, message, advice);
  }

  static CheckResult error(String check, String message, String advice) {
    return new CheckResult(check, Level.ERROR, message, advice);
  }
}
