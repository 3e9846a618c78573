package io.higuma.app;

/** What keeps the control plane from starting; the message is for people. */
public final class CannotStart extends Exception {
  private static final long serialVersionUID = 1;

  CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
