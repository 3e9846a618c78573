package io.higuma.sandbox;

import io.higuma.cli.Terminal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where people see what happens. */
sealed interface Screen {
  /** Shows how things are now. */
  void show(StatusView scene);

  /** Says what happens. */
  void say(String sentence);

  /** Lines that stay under everything else. */
  void footer(List<String> lines);

  /** A terminal shows a table that changes; anything else gets a line for each change. */
  static Screen on(Terminal terminal) {
    return terminal.coloured() ? new Table(terminal.out()) : new Lines(terminal.out());
  }

  /** Says what happens, and shows nothing between. */
  static Screen sayingOnly(Terminal terminal) {
    return new Acts(terminal.out());
  }

  /** Nobody looks. */
  static Screen none() {
    return new Nothing();
  }

  /** The table is drawn anew, in its place, when something has changed. */
  final class Table implements Screen {
    private static final String HOME_AND_CLEAR = "\u001B[H\u001B[2J";
    private static final String NO_WRAP = "\u001B[?7l";
    private static final String WRAP = "\u001B[?7h";
    private static final String BOLD = "\u001B[1m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintStream out;
    private final List<String> said = new ArrayList<>();
    private List<String> footer = List.of();
    private List<String> table = List.of();
    private String drawn = "";

    Table(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(StatusView scene) {
      table = StatusText.of(scene);
      draw();
    }

    @Override
    public void say(String sentence) {
      said.add(sentence);
      draw();
    }

    @Override
    public void footer(List<String> lines) {
      footer = List.copyOf(lines);
      draw();
    }

    private void draw() {
      var text = new StringBuilder();
      said.forEach(line -> text.append(BOLD).append(line).append(PLAIN).append('\n'));
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
          .replace("  not ready", "  \u001B[33mnot ready" + PLAIN)
          .replace("  injected", "  \u001B[32minjected" + PLAIN);
    }
  }

  /** What was not there before, a line each. */
  final class Lines implements Screen {
    private final PrintStream out;
    private final Set<String> before = new HashSet<>();

    Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(StatusView scene) {
      Set<String> now = new HashSet<>();
      for (var pod : scene.pods()) {
        now.add(line("pod", pod.name(), pod.ready(), pod.status(), pod.injection(), pod.reason()));
      }
      for (var one : scene.inbounds()) {
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

  /** Sentences alone. */
  record Acts(PrintStream out) implements Screen {
    @Override
    public void show(StatusView scene) {}

    @Override
    public void say(String sentence) {
      out.println(sentence);
      out.flush();
    }

    @Override
    public void footer(List<String> lines) {}
  }

  /** Shows nothing. */
  final class Nothing implements Screen {
    @Override
    public void show(StatusView scene) {}

    @Override
    public void say(String sentence) {}

    @Override
    public void footer(List<String> lines) {}
  }
}
