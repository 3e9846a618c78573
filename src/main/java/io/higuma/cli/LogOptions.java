package io.higuma.cli;

import picocli.CommandLine.Option;

/** Log options of the control plane: format and level. */
public final class LogOptions {

  /** The log format. Names as on the command line. */
  public enum Format {
    text,
    json
  }

  /** The log level. Names as on the command line: those of kuma-cp and two more. */
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

  public Format format() {
    return format;
  }

  public Verbosity level() {
    return level;
  }
}
