package io.higuma.kuma.yaml;

import io.higuma.kuma.Violation;

/** Syntax error in a YAML text, with its line. */
final class YamlSyntaxException extends Exception {
  private static final long serialVersionUID = 1;
  private final int line;
  private final String reason;

  YamlSyntaxException(int line, String reason) {
    super(reason);
    this.line = line;
    this.reason = reason;
  }

  Violation violation() {
    return new Violation("", "bad_yaml", "line " + line + ": " + reason);
  }
}
