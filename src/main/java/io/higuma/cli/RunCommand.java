package io.higuma.cli;

import io.higuma.config.FollowedConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code higuma run}: runs the control plane. */
@Command(
    name = "run",
    description = {
      "Runs the control plane: webhooks, controllers and APIs, until it is stopped.",
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

  private final ControlPlaneRunner runner;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Mixin private LogOptions logs = new LogOptions();

  RunCommand(Terminal terminal, ControlPlaneRunner runner) {
    this.terminal = terminal;
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return switch (settings.load(terminal)) {
      case OfflineSettings.Good good -> serve(good);
      case OfflineSettings.Bad(int exitCode) -> exitCode;
    };
  }

  private int serve(OfflineSettings.Good good) {
    var file = settings.configFile().map(terminal.directory()::resolve);
    var start = new FollowedConfig.Start(good.sources(), good.loaded(), file);
    return runner.run(start, logs, terminal);
  }
}
