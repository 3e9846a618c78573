package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code higuma config set}: changes live settings. */
@Command(
    name = "set",
    description = {"Changes settings, all of them or none.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, and nothing is changed",
      "2:the command line is not valid"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  higuma config set sidecarContainer.waitForDataplaneReady=true",
      "  higuma config set containerPatches=limits,probes cniEnabled-",
    })
final class ConfigSetCommand extends ConfigCommand.ApiCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "KEY=VALUE|KEY-",
      description =
          "A setting and its value, written as in an environment variable (lists: a,b; maps:"
              + " a:1,b:2), which replaces the one before; or a setting or section that returns to"
              + " file and environment. KEY can be an entry of a map, MAP.NAME: NAME- removes"
              + " it.")
  private List<String> changes = new ArrayList<>();

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean dryRun;

  ConfigSetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int execute(ConfigHttp http) throws CommandFailure {
    return change(http, ConfigChanges.of(changes), dryRun);
  }
}
