package io.higuma.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code higuma run} with options in the form {@code --name=value}, as charts and scripts
 * write it, without picocli: its classes are too old for the JVM to load and link ahead of time,
 * and took a seventh of a start.
 */
final class RunArguments {
  private static final String COMMAND = "run";
  private static final String SET = "--set";
  private static final String CONFIG_FILE = "--config-file";
  private static final String LOG_FORMAT = "--log-format";
  private static final String LOG_LEVEL = "--log-level";

  private final List<String> sets = new ArrayList<>();
  private final Map<String, String> others = new HashMap<>();

  private RunArguments() {}

  /**
   * The command as picocli would make it.
   *
   * @return empty for whatever is not plain, asks for help or is wrong: that is for picocli to read
   */
  static Optional<RunCommand> read(Terminal terminal, List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals(COMMAND)) {
      return Optional.empty();
    }
    var read = new RunArguments();
    boolean plain = arguments.stream().skip(1).allMatch(read::take);
    return plain ? read.command(terminal) : Optional.empty();
  }

  /** Whether this is an option with a value, and not one that is given a second time. */
  private boolean take(String argument) {
    int end = argument.indexOf('=');
    if (end < 0 || end == argument.length() - 1) {
      return false;
    }
    var name = argument.substring(0, end);
    var value = argument.substring(end + 1);
    return switch (name) {
      case SET -> sets.add(value);
      case CONFIG_FILE, LOG_FORMAT, LOG_LEVEL -> others.put(name, value) == null;
      default -> false;
    };
  }

  private Optional<RunCommand> command(Terminal terminal) {
    var settings = new SettingsOptions(Optional.ofNullable(others.get(CONFIG_FILE)), sets);
    var usual = new LogOptions();
    return one(LOG_FORMAT, LogOptions.Format.values(), usual.format())
        .flatMap(
            format ->
                one(LOG_LEVEL, LogOptions.Verbosity.values(), usual.level())
                    .map(level -> new LogOptions(format, level)))
        .map(logs -> new RunCommand(terminal, settings, logs));
  }

  /** The value of this name; empty where there is none. */
  private <E extends Enum<E>> Optional<E> one(String option, E[] values, E usual) {
    var name = others.getOrDefault(option, usual.name());
    return Stream.of(values).filter(value -> value.name().equals(name)).findFirst();
  }
}
