package io.higuma.cli;

import io.higuma.api.FollowedConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code higuma run}. */
@Command(
    name = "run",
    description = {
      "Runs the control plane: webhooks, controllers and APIs, until it is told to stop.",
      "",
      "The cluster is the one of the Pod's service account or else of the kubeconfig.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  With the settings of kuma-cp:",
      "    higuma run --config-file kuma-cp.conf.yaml",
      "  With one setting changed:",
      "    higuma run --set runtime.kubernetes.injector.cniEnabled=true",
    })
final class RunCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description =
          "Settings in the form of kuma-cp's configuration file. Environment variables (KUMA_…)"
              + " and --set win over it.")
  private @Nullable String configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as runtime.kubernetes.injector.cniEnabled=true. Repeatable.")
  private List<String> sets = new ArrayList<>();

  @Mixin private LogOptions logs = new LogOptions();

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    return switch (OfflineSettings.load(Optional.ofNullable(configFile), sets, terminal)) {
      case OfflineSettings.Good good -> serve(good);
      case OfflineSettings.Bad(int exitCode) -> exitCode;
    };
  }

  private int serve(OfflineSettings.Good good) throws InterruptedException {
    var logging = Logs.start(logs);
    var file = Optional.ofNullable(configFile).map(terminal.directory()::resolve);
    try {
      Server.run(new FollowedConfig.Start(good.sources(), good.loaded(), file), logging);
      return Exit.DONE;
    } catch (Server.CannotStart e) {
      terminal.say("error", String.valueOf(e.getMessage()));
      return Exit.REFUSED;
    }
  }
}
