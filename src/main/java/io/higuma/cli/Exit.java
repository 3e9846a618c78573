package io.higuma.cli;

/** The exit codes of all commands. */
public final class Exit {
  /** Done. */
  public static final int DONE = 0;

  /** A Pod is refused, or the settings are not valid. */
  public static final int REFUSED = 1;

  /** The command line or the input is not valid. */
  public static final int USAGE = 2;

  /** Internal error (EX_SOFTWARE of sysexits.h). */
  public static final int FAULT = 70;

  /** The results cannot be written (EX_IOERR of sysexits.h). */
  public static final int OUTPUT = 74;

  private Exit() {}
}
