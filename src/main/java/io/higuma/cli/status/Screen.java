package io.higuma.cli.status;

import io.higuma.cli.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a status is shown: a live table, lines, or nowhere. */
public sealed interface Screen {
  /** Shows the current status. */
  void show(StatusView status);

  /** Prints a message. */
  void say(String sentence);

  /** Sets the lines at the bottom. */
  void footer(List<String> lines);

  /** A terminal gets a live table; other outputs get a line for each change. */
  static Screen on(Terminal terminal) {
    return terminal.coloured() ? new Table(terminal.out()) : new Lines(terminal.out());
  }

  /** Prints messages only. */
  static Screen messagesOnly(Terminal terminal) {
    return new Messages(terminal.out());
  }

  /** Prints nothing. */
  static Screen none() {
    return new Nothing();
  }

  /** Redraws the table in place when it has changed. */
  final class Table implements Screen {
    private static final String HOME_AND_CLEAR = "\u001B[H\u001B[2J";
    private static final String NO_WRAP = "\u001B[?7l";
    private static final String WRAP = "\u001B[?7h";
    private static final String BOLD = "\u001B[1m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintStream out;
    private final List<String> messages = new ArrayList<>();
    private List<String> footer = List.of();
    private List<String> table = List.of();
    private String drawn = "";

    Table(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(StatusView status) {
      table = StatusText.of(status);
      draw();
    }

    @Override
    public void say(String sentence) {
      messages.add(sentence);
      draw();
    }

    @Override
    public void footer(List<String> lines) {
      footer = List.copyOf(lines);
      draw();
    }

    private void draw() {
      var text = new StringBuilder();
      messages.forEach(line -> text.append(BOLD).append(line).append(PLAIN).append('\n'));
      text.append('\n');
      table.forEach(line -> text.append(painted(line)).append('\n'));
      text.append('\n');
      footer.forEach(line -> text.append(line).append('\n'));
      if (!drawn.contentEquals(text)) {
        drawn = text.toString();
        out.print(HOME_AND_CLEAR + NO_WRAP + drawn + WRAP);
        out.flush();
      }
    }

    private static String painted(String line) {
      if (line.startsWith("POD ") || line.startsWith("DATAPLANE ")) {
        return BOLD + line + PLAIN;
      }
      return line.replace("  refused", "  \u001B[31mrefused" + PLAIN)
          .replace("  missing", "  \u001B[31mmissing" + PLAIN)
          .replace("  outdated", "  \u001B[33moutdated" + PLAIN)
          .replace("  not ready", "  \u001B[33mnot ready" + PLAIN)
          .replace("  injected", "  \u001B[32minjected" + PLAIN);
    }
  }

  /** Prints new rows, one line each. */
  final class Lines implements Screen {
    private final PrintStream out;
    private final Set<String> before = new HashSet<>();

    Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(StatusView status) {
      Set<String> now = new HashSet<>();
      for (var pod : status.pods()) {
        now.add(line("pod", pod.name(), pod.ready(), pod.status(), pod.injection(), pod.reason()));
      }
      for (var one : status.inbounds()) {
        var port = Integer.toString(one.port());
        now.add(line("dataplane", one.dataplane(), port, one.service(), one.tags(), one.health()));
      }
      now.stream().filter(line -> !before.contains(line)).sorted().forEach(out::println);
      before.clear();
      before.addAll(now);
      out.flush();
    }

    private static String line(String... parts) {
      return String.join(" ", List.of(parts).stream().filter(part -> !part.isEmpty()).toList());
    }

    @Override
    public void say(String sentence) {
      out.println(sentence);
      out.flush();
    }

    @Override
    public void footer(List<String> lines) {
      lines.forEach(out::println);
      out.flush();
    }
  }

  /** Prints messages only. */
  record Messages(PrintStream out) implements Screen {
    @Override
    public void show(StatusView status) {}

    @Override
    public void say(String sentence) {
      out.println(sentence);
      out.flush();
    }

    @Override
    public void footer(List<String> lines) {}
  }

  /** Prints nothing. */
  final class Nothing implements Screen {
    @Override
    public void show(StatusView status) {}

    @Override
    public void say(String sentence) {}

    @Override
    public void footer(List<String> lines) {}
  }
}
