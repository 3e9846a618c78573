package io.higuma.cluster.preflight;

/**
 * What a check of the cluster found.
 *
 * @param check a stable word for the kind of check
 * @param level how bad it is
 * @param message what is so, for people
 * @param advice what helps; empty where nothing is needed
 */
public record CheckResult(String check, Level level, String message, String advice) {

  /** How bad it is. */
  public enum Level {
    /** It is right. */
    OK,
    /** It works, or nobody can tell from here. */
    WARNING,
    /** It does not work. */
    ERROR
  }

  static CheckResult ok(String check, String message) {
    return new CheckResult(check, Level.OK, message, "");
  }

  /** Something that works, or that nobody can tell from here. */
  public static CheckResult warning(String check, String message, String advice) {
    return new CheckResult(check, Level.WARNING, message, advice);
  }

  static CheckResult error(String check, String message, String advice) {
    return new CheckResult(check, Level.ERROR, message, advice);
  }
}
