package io.higuma.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that describe the target cluster of the documents. */
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

  @Mixin private SettingsOptions settings = new SettingsOptions();

  String namespace() {
    return namespace;
  }

  List<String> contexts() {
    return contexts;
  }

  SettingsOptions settings() {
    return settings;
  }
}
