package io.higuma.cli;

import java.util.stream.Collectors;

/** ANSI colours; used only if the output is a terminal. */
enum Colours {
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  CYAN("36"),
  BOLD("1"),
  FAINT("2");

  private static final String ESCAPE = "\u001B[";

  private final String code;

  Colours(String code) {
    this.code = code;
  }

  /** Colours the text if the terminal supports it. */
  String paint(String text, Terminal terminal) {
    return terminal.coloured() ? ESCAPE + code + "m" + text + ESCAPE + "0m" : text;
  }

  /** A unified diff, coloured as git does. */
  static String diff(String diff, Terminal terminal) {
    if (!terminal.coloured()) {
      return diff;
    }
    return diff.lines()
        .map(line -> ofDiffLine(line, terminal))
        .collect(Collectors.joining("\n", "", diff.isEmpty() ? "" : "\n"));
  }

  private static String ofDiffLine(String line, Terminal terminal) {
    if (line.startsWith("--- ") || line.startsWith("+++ ")) {
      return BOLD.paint(line, terminal);
    }
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> GREEN.paint(line, terminal);
      case '-' -> RED.paint(line, terminal);
      case '@' -> CYAN.paint(line, terminal);
      default -> line;
    };
  }
}
