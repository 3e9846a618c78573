package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code higuma config rollback}: restores an earlier revision. */
@Command(
    name = "rollback",
    description = {"Goes back to an earlier revision; that makes a new one.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, and nothing is changed",
      "2:the command line is not valid"
    })
final class ConfigRollbackCommand extends ConfigCommand.ApiCommand {

  @Parameters(paramLabel = "REVISION", description = "As history numbers them.")
  private long revision;

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean dryRun;

  ConfigRollbackCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int execute(ConfigHttp http) throws CommandFailure {
    var path = ConfigHttp.LIVE + "/rollback/" + revision + (dryRun ? "?dryRun=true" : "");
    return print(http.post(path, tag(http)), ConfigText::change);
  }
}
