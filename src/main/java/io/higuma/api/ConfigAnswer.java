package io.higuma.api;

/** What came of a request for a change. */
sealed interface ConfigAnswer {
  /** It was done, or would be. */
  record Done(ChangeView change) implements ConfigAnswer {}

  /** It was not done. */
  record Refused(Problem problem) implements ConfigAnswer {}

  /** It was not done, for this reason. */
  static ConfigAnswer refused(Problem.Kind kind, String detail) {
    return new Refused(Problem.of(kind, detail));
  }
}
