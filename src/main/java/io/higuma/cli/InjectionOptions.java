package io.higuma.cli;

import picocli.CommandLine.Option;

/** Options of the commands that inject without a cluster. */
final class InjectionOptions {
  @Option(
      names = "--kubernetes-version",
      paramLabel = "VERSION",
      defaultValue = "1.36",
      description =
          "Version of the API server. From 1.29 on the sidecar is a native one (an init container"
              + " that keeps running). Default: ${DEFAULT-VALUE}.")
  private String kubernetesVersion = "1.36";

  @Option(
      names = "--always",
      description =
          "Inject as if every Namespace were labelled kuma.io/sidecar-injection=enabled. Pods that"
              + " opt out by their own label stay as they are.")
  private boolean always;

  String kubernetesVersion() {
    return kubernetesVersion;
  }

  boolean always() {
    return always;
  }
}
