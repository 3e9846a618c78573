package io.higuma.cli;

import picocli.CommandLine.Option;

/** What a running control plane logs, and how. */
public final class LogOptions {

  /** The form of a line. Named as on the command line. */
  public enum Format {
    text,
    json
  }

  /** Which lines there are. Named as on the command line, as kuma-cp has them and two more. */
  public enum Verbosity {
    off,
    error,
    warn,
    info,
    debug
  }

  @Option(
      names = "--log-format",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description =
          "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}. On debug there is a line for every"
              + " Pod.")
  private Verbosity level = Verbosity.info;

  /** The form of a line. */
  public Format format() {
    return format;
  }

  /** Which lines there are. */
  public Verbosity level() {
    return level;
  }
}
