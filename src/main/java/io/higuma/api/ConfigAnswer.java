package io.higuma.api;

/** Result of a change request. */
public sealed interface ConfigAnswer {
  /** The change was applied, or would be in a dry run. */
  record Done(ChangeView change) implements ConfigAnswer {}

  /** The change was rejected. */
  record Rejected(Problem problem) implements ConfigAnswer {}

  /** Rejects the change. */
  static ConfigAnswer rejected(Problem.Kind kind, String detail) {
    return new Rejected(Problem.of(kind, detail));
  }
}
