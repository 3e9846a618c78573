package io.higuma.cli;

import io.higuma.cli.ConfigConnection.Impossible;
import picocli.CommandLine.Command;

/** {@code higuma config history}. */
@Command(
    name = "history",
    description = {"Shows the last changes, the newest first; a star marks what is in force.", ""})
final class ConfigHistoryCommand extends ConfigCommand.Talk {

  ConfigHistoryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int talk(ConfigHttp http) throws Impossible {
    return tell(http.get(ConfigHttp.LIVE + "/history"), ConfigText::history);
  }
}
