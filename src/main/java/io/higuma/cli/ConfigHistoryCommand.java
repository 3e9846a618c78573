package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import picocli.CommandLine.Command;

/** {@code higuma config history}: lists the last changes. */
@Command(
    name = "history",
    description = {"Shows the last changes, the newest first; a star marks what is in force.", ""})
final class ConfigHistoryCommand extends ConfigCommand.ApiCommand {

  ConfigHistoryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int execute(ConfigHttp http) throws CommandFailure {
    return print(http.get(ConfigHttp.LIVE + "/history"), ConfigText::history);
  }
}
