package io.higuma.cluster.client;

import io.quarkus.runtime.util.ExceptionUtil;
import java.util.Optional;

/**
 * A kubeconfig exists but cannot be parsed. The message, for the operator, names the file and what
 * is wrong with it.
 */
public final class UnreadableKubeconfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableKubeconfigException(String file, RuntimeException cause) {
    super(
        "kubeconfig: '%s' cannot be parsed: %s; expected YAML in block style, or JSON"
            .formatted(file, firstLine(cause)),
        cause);
  }

  /** The exception that caused a failure, if it is one of these. */
  public static Optional<UnreadableKubeconfigException> causeOf(Throwable failure) {
    for (var at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnreadableKubeconfigException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Parsers name the position and the text in further lines. */
  private static String firstLine(Throwable failure) {
    var root = ExceptionUtil.getRootCause(failure);
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
