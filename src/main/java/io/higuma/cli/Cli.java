package io.higuma.cli;

import io.higuma.cluster.client.UnreadableKubeconfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code higuma} with its subcommands. */
@Command(
    name = "higuma",
    description = {
      "The Kubernetes part of a service mesh control plane: injects Kuma's sidecar into Pods and"
          + " writes their Dataplanes.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  Inject a manifest without a cluster:",
      "    higuma inject shop.yaml | kubectl apply -f -",
      "  Explain why a Pod gets a sidecar, or gets none:",
      "    higuma explain shop.yaml",
      "  See the Dataplanes that Pods would get:",
      "    higuma dataplane shop.yaml",
      "  See all of it at work without a cluster, in the source checkout:",
      "    higuma try",
      "  Install the control plane in a cluster:",
      "    higuma install control-plane | kubectl apply -f -",
      "  Run the control plane:",
      "    higuma run --config-file kuma-cp.conf.yaml",
      "  Change a setting while it runs:",
      "    higuma config set sidecarContainer.waitForDataplaneReady=true",
    })
public final class Cli implements Runnable {
  private static final String COMPLETION = "completion";

  @Spec private CommandSpec spec = CommandSpec.create();

  private Cli() {}

  /**
   * Runs one command, and reports results that could not be written.
   *
   * @param runner runs the control plane for {@code higuma run}
   * @return the exit code
   */
  public static int run(Terminal terminal, ControlPlaneRunner runner, String... arguments) {
    int exitCode = execute(terminal, runner, arguments);
    // A PrintStream keeps its errors until it is asked.
    if (!terminal.out().checkError()) {
      return exitCode;
    }
    terminal.say("error", "the output cannot be written completely");
    return exitCode == Exit.DONE ? Exit.OUTPUT : exitCode;
  }

  private static int execute(Terminal terminal, ControlPlaneRunner runner, String... arguments) {
    var commands = commands(runner);
    if (Program.isPlugin(terminal.env())) {
      return plugin(terminal, commands, List.of(arguments));
    }
    if (Program.isCompletion(terminal.env())) {
      return completion(terminal, commands, List.of(arguments));
    }
    var selected = arguments.length == 0 ? null : commands.get(arguments[0]);
    return commandLine(terminal, selected == null ? commands : Map.of(arguments[0], selected))
        .execute(arguments);
  }

  /** The same commands, with those of {@code higuma kubectl} first. */
  private static int plugin(
      Terminal terminal, Map<String, Function<Terminal, Object>> commands, List<String> arguments) {
    var completed = Program.withCommand(arguments, others(commands));
    var line =
        commandLine(
            terminal,
            Optional.ofNullable(commands.get(completed[0]))
                .map(one -> Map.of(completed[0], one))
                .orElse(commands));
    var kubectl = line.getSubcommands().get(KubectlCommand.NAME);
    // Its script is for the name higuma: it must not replace the completion of kubectl.
    if (kubectl != null && !completed[0].equals(COMPLETION)) {
      // For help texts: kubectl higuma explain, instead of higuma kubectl explain.
      line.setCommandName(KubectlCommand.NAME);
      kubectl.setCommandName("higuma");
    }
    return line.execute(completed);
  }

  /** The commands that are not those of {@code higuma kubectl}. */
  private static Set<String> others(Map<String, Function<Terminal, Object>> commands) {
    Set<String> others = new HashSet<>(commands.keySet());
    others.removeAll(KubectlCommand.subcommands());
    others.add(COMPLETION);
    return others;
  }

  /** Completes the arguments of the plugin for kubectl. */
  private static int completion(
      Terminal terminal, Map<String, Function<Terminal, Object>> commands, List<String> words) {
    try {
      return new PluginCompletion(commandLine(terminal, commands), others(commands), terminal)
          .run(words);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.FAULT;
    }
  }

  private static Map<String, Function<Terminal, Object>> commands(ControlPlaneRunner runner) {
    Map<String, Function<Terminal, Object>> commands = new LinkedHashMap<>();
    commands.put("inject", InjectCommand::new);
    commands.put("uninject", UninjectCommand::new);
    commands.put("explain", ExplainCommand::commandLine);
    commands.put("dataplane", DataplaneCommand::new);
    commands.put("top", TopCommand::new);
    commands.put("kubectl", KubectlCommand::commandLine);
    commands.put("install", InstallCommand::commandLine);
    commands.put("run", terminal -> new RunCommand(terminal, runner));
    commands.put("check", CheckCommand::new);
    commands.put("config", ConfigCommand::commandLine);
    commands.put("try", TryCommand::new);
    commands.put(CompleteCommand.NAME, CompleteCommand::commandLine);
    return commands;
  }

  /** The command line with all commands, for their descriptions. */
  static CommandLine all(Terminal terminal) {
    return commandLine(terminal, commands((_, _, _) -> Exit.FAULT));
  }

  /** Only these commands: reading the options of all takes longer than some commands run. */
  private static CommandLine commandLine(
      Terminal terminal, Map<String, Function<Terminal, Object>> commands) {
    var line = new CommandLine(new Cli());
    commands.forEach((name, command) -> line.addSubcommand(name, command.apply(terminal)));
    if (commands.size() > 1) {
      // It completes the other commands, so it needs all of them.
      line.addSubcommand(new CompletionCommand(terminal));
    }
    addHelp(line);
    var ansi = terminal.coloured() ? Help.Ansi.ON : Help.Ansi.OFF;
    return line.setColorScheme(Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(false)
        .setParameterExceptionHandler((e, _) -> usageError(e, terminal))
        .setExecutionExceptionHandler((e, _, _) -> failed(e, terminal));
  }

  private static String[] version() {
    return new String[] {"higuma " + Version.number()};
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(Cli::version);
    line.getSubcommands().values().forEach(Cli::addHelp);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int usageError(ParameterException e, Terminal terminal) {
    terminal.say("error", String.valueOf(e.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    terminal
        .err()
        .println("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Exit.USAGE;
  }

  /** Reports an unreadable kubeconfig or an internal error, and returns the exit code. */
  public static int failed(Throwable e, Terminal terminal) {
    var unreadable = UnreadableKubeconfigException.causeOf(e);
    if (unreadable.isPresent()) {
      terminal.say("error", String.valueOf(unreadable.get().getMessage()));
      return Exit.REFUSED;
    }
    terminal.say("error", "internal error, please report it with the lines below: " + e);
    e.printStackTrace(terminal.err());
    return Exit.FAULT;
  }
}
