package io.higuma.cli;

import io.higuma.cli.install.ControlPlaneManifests;
import io.higuma.cli.install.ControlPlaneManifests.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code higuma install control-plane}: prints the manifests of the control plane. */
@Command(
    name = "control-plane",
    description = {
      "Prints the manifests of the control plane, as the chart renders them, without Helm and"
          + " without a cluster. The options are those of kumactl.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command line is not valid: all errors are printed, and no manifests"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Install it:",
      "    higuma install control-plane | kubectl apply -f -",
      "  Install it with ContainerPatches for all Pods:",
      "    higuma install control-plane --env-var"
          + " \"KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES=patch1,patch2\"",
      "  Install an image of your own:",
      "    higuma install control-plane --set"
          + " controlPlane.image.registry=example.com/mesh,controlPlane.image.tag=v1",
    })
final class InstallControlPlaneCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = ControlPlaneManifests.NAMESPACE,
      description = "The namespace of the control plane. Default: ${DEFAULT-VALUE}.")
  private String namespace = ControlPlaneManifests.NAMESPACE;

  @Option(
      names = "--env-var",
      paramLabel = "NAME=VALUE",
      description =
          "An environment variable of the control plane. Several are separated by commas; the value"
              + " of a single one may contain commas. Repeatable.")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A value of the chart, in the syntax of Helm; several are separated by commas. Settings are"
              + " controlPlane.config.KEY. --list-values lists the values that can be set."
              + " Repeatable.")
  private List<String> values = new ArrayList<>();

  @Option(
      names = "--with-crds",
      arity = "0..1",
      paramLabel = "BOOLEAN",
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Print the CustomResourceDefinitions too. Default: ${DEFAULT-VALUE}; --with-crds=false"
              + " leaves them out.")
  private boolean definitions = true;

  @Option(names = "--list-values", description = "List the values that --set can change, and exit.")
  private boolean lists;

  InstallControlPlaneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (lists) {
      ControlPlaneManifests.values()
          .forEach(key -> terminal.out().println(key.endsWith(".") ? key + "NAME" : key));
      terminal.out().flush();
      return Exit.DONE;
    }
    var options = new ControlPlaneManifests.Options(namespace, variables, values, definitions);
    return switch (ControlPlaneManifests.of(options)) {
      case Result.Refused(var violations) -> {
        violations.forEach(violation -> terminal.say("error", violation.toString()));
        yield Exit.USAGE;
      }
      case Result.Made(var text, var warnings) -> {
        warnings.forEach(warning -> terminal.say("warning", warning));
        terminal.out().print(text);
        terminal.out().flush();
        yield Exit.DONE;
      }
    };
  }
}
