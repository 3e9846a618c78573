package io.higuma.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
      "The Kubernetes half of a service mesh control plane: injects Kuma's sidecar into Pods and"
          + " writes their Dataplanes.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  Inject a manifest without a cluster:",
      "    higuma inject shop.yaml | kubectl apply -f -",
      "  Ask why a Pod gets a sidecar, or gets none:",
      "    higuma explain shop.yaml",
      "  See the Dataplanes that Pods would get:",
      "    higuma dataplane shop.yaml",
      "  See all of it at work without a cluster, in the source checkout:",
      "    higuma try",
      "  Run the control plane in a cluster:",
      "    higuma run --config-file kuma-cp.conf.yaml",
      "  Change a setting while it runs:",
      "    higuma config set sidecarContainer.waitForDataplaneReady=true",
    })
public final class Cli implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Cli() {}

  /** Runs one command and answers its exit code. */
  public static int run(Terminal terminal, String... arguments) {
    return commandLine(terminal).execute(arguments);
  }

  static CommandLine commandLine(Terminal terminal) {
    var line =
        new CommandLine(new Cli())
            .addSubcommand(new InjectCommand(terminal))
            .addSubcommand(new UninjectCommand(terminal))
            .addSubcommand(ExplainCommand.commandLine(terminal))
            .addSubcommand(new DataplaneCommand(terminal))
            .addSubcommand(new RunCommand(terminal))
            .addSubcommand(new RehearseCommand(terminal))
            .addSubcommand(new CheckCommand(terminal))
            .addSubcommand(ConfigCommand.commandLine(terminal))
            .addSubcommand(new TryCommand(terminal))
            .addSubcommand(new CompletionCommand(terminal));
    withHelp(line);
    var ansi = terminal.coloured() ? Help.Ansi.ON : Help.Ansi.OFF;
    return line.setColorScheme(Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(false)
        .setParameterExceptionHandler((e, _) -> misused(e, terminal))
        .setExecutionExceptionHandler((e, _, _) -> failed(e, terminal));
  }

  private static void withHelp(CommandLine line) {
    line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    line.getSubcommands().values().forEach(Cli::withHelp);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int misused(ParameterException e, Terminal terminal) {
    terminal.say("error", String.valueOf(e.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    terminal
        .err()
        .println("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Exit.USAGE;
  }

  private static int failed(Exception e, Terminal terminal) {
    terminal.say("error", "a fault in higuma, please report it with the lines below: " + e);
    e.printStackTrace(terminal.err());
    return Exit.FAULT;
  }
}
