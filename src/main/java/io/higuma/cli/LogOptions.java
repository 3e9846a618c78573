package io.higuma.cli;

import picocli.CommandLine.Option;

/** What a running control plane logs, and how. */
final class LogOptions {

  /** The form of a line. Named as on the command line. */
  enum Format {
    text,
    json
  }

  /** Which lines there are. Named as on the command line, as kuma-cp has them and two more. */
  enum Verbosity {
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

  LogOptions() {}

  LogOptions(Format format, Verbosity level) {
    this.format = format;
    this.level = level;
  }

  Format format() {
    return format;
  }

  Verbosity level() {
    return level;
  }
}
