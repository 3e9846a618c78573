package io.higuma.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the cluster and of its control plane, named as kubectl's. */
final class KubectlOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig. Default: as kubectl: KUBECONFIG, else ~/.kube/config.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      completionCandidates = LiveCandidates.Contexts.class,
      description = "The context of the kubeconfig. Default: the current one.")
  private @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      completionCandidates = LiveCandidates.Namespaces.class,
      description = "The namespace. Default: that of the context.")
  private @Nullable String namespace;

  @Option(
      names = "--system-namespace",
      paramLabel = "NAME",
      defaultValue = "kuma-system",
      description = "The namespace of the control plane. Default: ${DEFAULT-VALUE}.")
  private String systemNamespace = "kuma-system";

  @Option(
      names = "--service",
      paramLabel = "NAME",
      defaultValue = "kuma-control-plane",
      description =
          "The control plane's Service; a port is forwarded to one of its Pods. Default:"
              + " ${DEFAULT-VALUE}.")
  private String service = "kuma-control-plane";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where its API can be reached, without a forwarded port; else HIGUMA_URL.")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "A token that the Kubernetes API knows; else HIGUMA_TOKEN, else that of the context's"
              + " user.")
  private @Nullable String token;

  @Option(
      names = "--as-service-account",
      paramLabel = "[NAMESPACE/]NAME",
      description =
          "Call the control plane with a new token of this service account, for users that have a"
              + " certificate instead of a token. It is valid for ten minutes.")
  private @Nullable String serviceAccount;

  void kubeconfig(String file) {
    kubeconfig = file;
  }

  void context(String name) {
    context = name;
  }

  void namespace(String name) {
    namespace = name;
  }

  Optional<String> kubeconfig() {
    return Optional.ofNullable(kubeconfig);
  }

  Optional<String> context() {
    return Optional.ofNullable(context);
  }

  Optional<String> namespace() {
    return Optional.ofNullable(namespace);
  }

  String systemNamespace() {
    return systemNamespace;
  }

  String service() {
    return service;
  }

  /** The URL of the API; empty if a port has to be forwarded. */
  Optional<String> url(Terminal terminal) {
    return chosen(url, "HIGUMA_URL", terminal);
  }

  /** The token of the command line or of the environment. */
  Optional<String> token(Terminal terminal) {
    return chosen(token, "HIGUMA_TOKEN", terminal);
  }

  Optional<String> serviceAccount() {
    return Optional.ofNullable(serviceAccount);
  }

  private static Optional<String> chosen(
      @Nullable String text, String variable, Terminal terminal) {
    return text == null
        ? terminal.variable(variable)
        : Optional.of(text).filter(chosen -> !chosen.isEmpty());
  }
}
