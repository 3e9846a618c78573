package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code higuma config get}: prints settings and their origins. */
@Command(
    name = "get",
    description = {"Shows settings, and where each value comes from.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  higuma config get sidecarContainer",
      "  higuma config get apiServer.http.port",
      "  higuma config get -o yaml sidecarContainer.envVars",
    })
final class ConfigGetCommand extends ConfigCommand.ApiCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "KEY",
      description = "A setting or a section. Default: runtime.kubernetes.injector.")
  private String key = "";

  ConfigGetCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int execute(ConfigHttp http) throws CommandFailure {
    return print(http.get(ConfigKeys.path(key)), ConfigText::values, body -> body.path("value"));
  }
}
