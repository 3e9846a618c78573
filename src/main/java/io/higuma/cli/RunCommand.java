package io.higuma.cli;

import io.higuma.api.FollowedConfig;
import io.higuma.cluster.ClusterClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin private SettingsOptions settings;

  @Mixin private LogOptions logs;

  RunCommand(Terminal terminal) {
    this(terminal, new SettingsOptions(), new LogOptions());
  }

  RunCommand(Terminal terminal, SettingsOptions settings, LogOptions logs) {
    this.terminal = terminal;
    this.settings = settings;
    this.logs = logs;
  }

  SettingsOptions settings() {
    return settings;
  }

  LogOptions logs() {
    return logs;
  }

  @Override
  public Integer call() throws InterruptedException {
    return switch (settings.load(terminal)) {
      case OfflineSettings.Good good -> serve(good);
      case OfflineSettings.Bad(int exitCode) -> exitCode;
    };
  }

  private int serve(OfflineSettings.Good good) throws InterruptedException {
    var logging = Logs.start(logs);
    var file = settings.configFile().map(terminal.directory()::resolve);
    try {
      var start = new FollowedConfig.Start(good.sources(), good.loaded(), file);
      ServerProcess.run(start, ClusterClient.config(), logging);
      return Exit.DONE;
    } catch (Server.CannotStart e) {
      terminal.say("error", String.valueOf(e.getMessage()));
      return Exit.REFUSED;
    }
  }
}
