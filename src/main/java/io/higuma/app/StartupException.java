package io.higuma.app;

/** What keeps the control plane from starting; the message is for people. */
public final class StartupException extends Exception {
  private static final long serialVersionUID = 1;

  StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
