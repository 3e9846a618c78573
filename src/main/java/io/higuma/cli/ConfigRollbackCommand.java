package io.higuma.cli;

import io.higuma.cli.ConfigConnection.Impossible;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code higuma config rollback}. */
@Command(
    name = "rollback",
    description = {"Goes back to an earlier revision; that makes a new one.", ""},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused, and nothing is changed",
      "2:the command line makes no sense"
    })
final class ConfigRollbackCommand extends ConfigCommand.Talk {

  @Parameters(paramLabel = "REVISION", description = "As history numbers them.")
  private long revision;

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean dryRun;

  ConfigRollbackCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int talk(ConfigHttp http) throws Impossible {
    var path = ConfigHttp.LIVE + "/rollback/" + revision + (dryRun ? "?dryRun=true" : "");
    return tell(http.post(path, tag(http)), ConfigText::change);
  }
}
