package io.higuma.cli;

import io.quarkus.runtime.Quarkus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code higuma run}. Nothing of Quarkus is loaded before it is called. */
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
final class RunCommand implements Runnable {
  /** System property with the path of the configuration file. */
  static final String CONFIG_FILE = "higuma.config-file";

  /** System property with the pairs {@code key=value}, one a line. */
  static final String SETTINGS = "higuma.set";

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

  @Override
  public void run() {
    if (configFile != null) {
      System.setProperty(CONFIG_FILE, configFile);
    }
    System.setProperty(SETTINGS, String.join("\n", sets));
    Quarkus.run();
  }
}
