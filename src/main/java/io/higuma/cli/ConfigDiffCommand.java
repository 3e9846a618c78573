package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code higuma config diff}: prints overrides, or the effect of a change. */
@Command(
    name = "diff",
    description = {
      "Shows what was changed while it runs, or what a change would do and to which workloads.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  What is not as file and environment say?",
      "    higuma config diff",
      "  What would this do?",
      "    higuma config diff containerPatches=limits",
      "  What would going back do?",
      "    higuma config diff --revision 3",
    })
final class ConfigDiffCommand extends ConfigCommand.ApiCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY=VALUE|KEY-",
      description = "A change, as set takes it.")
  private List<String> changes = new ArrayList<>();

  @Option(names = "--revision", paramLabel = "NUMBER", description = "Going back to this revision.")
  private long revision;

  ConfigDiffCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int execute(ConfigHttp http) throws CommandFailure {
    if (revision > 0 && !changes.isEmpty()) {
      throw CommandFailure.usage("--revision and changes do not go together");
    }
    if (revision > 0) {
      var path = ConfigHttp.LIVE + "/rollback/" + revision + "?dryRun=true";
      return print(http.post(path, "*"), ConfigText::change);
    }
    if (changes.isEmpty()) {
      return print(http.get(ConfigHttp.LIVE), ConfigText::overridden);
    }
    return change(http, ConfigChanges.of(changes), true);
  }
}
