package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code higuma config} and the base class of its subcommands. */
@Command(
    name = "config",
    description = {
      "Shows and changes the settings of a running control plane.",
      "",
      "Keys of runtime.kubernetes.injector may leave that out, and only they can be changed."
          + " Changes count at once, on all replicas and after restarts.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  Which settings are active, and where do they come from?",
      "    higuma config get",
      "  Which workloads would this change affect?",
      "    higuma config diff containerPatches=limits",
      "  Make the change, and revert it:",
      "    higuma config set containerPatches=limits",
      "    higuma config set containerPatches-",
    })
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its subcommands. */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigGetCommand(terminal))
        .addSubcommand(new ConfigSetCommand(terminal))
        .addSubcommand(new ConfigDiffCommand(terminal))
        .addSubcommand(new ConfigHistoryCommand(terminal))
        .addSubcommand(new ConfigRollbackCommand(terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** A subcommand that calls the config API of a control plane. */
  abstract static class ApiCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private ConfigConnection connection = new ConfigConnection();

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORM",
        description = "${COMPLETION-CANDIDATES}. Default: a table.")
    private @Nullable Form output;

    /** The output format. */
    enum Form {
      json,
      yaml
    }

    ApiCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public final Integer call() {
      try {
        return execute(connection.open(terminal));
      } catch (CommandFailure e) {
        e.report(terminal);
        return e.exitCode();
      }
    }

    /** Calls the API, prints the result and returns the exit code. */
    abstract int execute(ConfigHttp http) throws CommandFailure;

    /** Prints a response or its error, and returns the exit code. */
    final int print(ConfigHttp.Answer answer, Function<JsonNode, String> table) {
      return print(answer, table, body -> body);
    }

    /** As {@link #print(ConfigHttp.Answer, Function)}; JSON and YAML show part of the response. */
    final int print(
        ConfigHttp.Answer answer,
        Function<JsonNode, String> table,
        Function<JsonNode, JsonNode> part) {
      if (!answer.isSuccess()) {
        return refused(answer);
      }
      var body = answer.body();
      var text =
          switch (output) {
            case null -> table.apply(body);
            case json -> ConfigText.json(part.apply(body));
            case yaml -> ConfigText.yaml(part.apply(body));
          };
      terminal.out().print(text);
      terminal.out().flush();
      body.path("warnings").forEach(warning -> terminal.say("warning", warning.asText()));
      body.path("rejected").forEach(warning -> terminal.say("warning", warning.asText()));
      return Exit.DONE;
    }

    private int refused(ConfigHttp.Answer answer) {
      answer.problems().forEach(problem -> terminal.say("error", problem));
      if (answer.status() == 401) {
        terminal.say("hint", "--token \"$(kubectl create token NAME)\" gives a service account's");
      }
      return Exit.REFUSED;
    }

    /** Sends changes of the current value, and prints what they do or would do. */
    final int change(ConfigHttp http, ConfigChanges changes, boolean dryRun) throws CommandFailure {
      var current = http.get(ConfigHttp.LIVE);
      if (changes.dependOnValue() && !current.isSuccess()) {
        return refused(current);
      }
      var patch = changes.patch(current.body().path("value"));
      var path = ConfigHttp.LIVE + (dryRun ? "?dryRun=true" : "");
      return print(http.patch(path, tag(current), patch), ConfigText::change);
    }

    /** The current entity tag of the live settings. */
    static String tag(ConfigHttp http) throws CommandFailure {
      return tag(http.get(ConfigHttp.LIVE));
    }

    /** If the value cannot be read, the change request reports the error. */
    private static String tag(ConfigHttp.Answer current) {
      return current.isSuccess() ? current.tag() : "*";
    }
  }
}
