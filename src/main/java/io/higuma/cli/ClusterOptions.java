package io.higuma.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the cluster is like that documents are meant for. */
final class ClusterOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Namespace of objects that name none. Default: ${DEFAULT-VALUE}.")
  private String namespace = "default";

  @Option(
      names = "--context",
      paramLabel = "FILE",
      description =
          "More of the cluster: Namespaces, Meshes, ContainerPatches, ConfigMaps and Services that"
              + " are read but not written. Repeatable.")
  private List<String> contexts = new ArrayList<>();

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description =
          "Settings of the control plane, in the form of kuma-cp's configuration file. Environment"
              + " variables (KUMA_…) and --set win over it.")
  private @Nullable String configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, such as runtime.kubernetes.injector.cniEnabled=true. Repeatable.")
  private List<String> sets = new ArrayList<>();

  String namespace() {
    return namespace;
  }

  List<String> contexts() {
    return contexts;
  }

  Optional<String> configFile() {
    return Optional.ofNullable(configFile);
  }

  List<String> sets() {
    return sets;
  }
}
