package io.higuma.cli;

/** The exit codes of all commands. */
final class Exit {
  /** Done. */
  static final int DONE = 0;

  /** A Pod is refused, or the settings are. */
  static final int REFUSED = 1;

  /** The command line or the input makes no sense. */
  static final int USAGE = 2;

  /** A fault of our own (EX_SOFTWARE of sysexits.h). */
  static final int FAULT = 70;

  private Exit() {}
}
