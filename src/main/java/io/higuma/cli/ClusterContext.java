package io.higuma.cli;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cluster.client.ClusterClients;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.NameChecks;
import io.higuma.kuma.Violation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The context of a kubeconfig, chosen as kubectl does. Not in a command: picocli inspects commands,
 * and would load the client for every command.
 *
 * @param config connection to the API server
 * @param namespace the chosen namespace
 */
record ClusterContext(Config config, String namespace) {
  private static final String KUBECONFIG = "KUBECONFIG";
  private static final String DEFAULT = "default";

  /**
   * Reads the kubeconfig.
   *
   * @throws CommandFailure if it cannot be read, or has no such context
   */
  static ClusterContext of(KubectlOptions options, Terminal terminal) throws CommandFailure {
    var config = read(options, terminal);
    var context = options.context();
    if (context.isPresent() && !contexts(config).contains(context.get())) {
      throw CommandFailure.usage(
          "--context: value '%s' is not valid: expected one of: %s"
              .formatted(context.get(), String.join(", ", contexts(config))));
    }
    var namespace =
        options
            .namespace()
            .or(() -> Optional.ofNullable(config.getNamespace()).filter(name -> !name.isEmpty()))
            .orElse(DEFAULT);
    var checks =
        new NameChecks()
            .add(KubernetesName.DNS_LABEL, "--namespace", namespace)
            .add(KubernetesName.DNS_LABEL, "--system-namespace", options.systemNamespace())
            .add(KubernetesName.DNS_LABEL, "--service", options.service());
    if (!checks.violations().isEmpty()) {
      throw CommandFailure.usage(Violation.join(checks.violations()));
    }
    return new ClusterContext(config, namespace);
  }

  /** The names of the contexts, sorted; empty without a kubeconfig. */
  static List<String> contexts(Config config) {
    return Optional.ofNullable(config.getContexts()).stream()
        .flatMap(List::stream)
        .map(NamedContext::getName)
        .sorted()
        .toList();
  }

  private static Config read(KubectlOptions options, Terminal terminal) throws CommandFailure {
    var context = options.context().orElse(null);
    var named = options.kubeconfig().or(() -> oneFile(terminal));
    if (named.isEmpty()) {
      return ClusterClients.connection(context);
    }
    return connection(context, terminal.directory().resolve(named.get()));
  }

  /**
   * Reads this kubeconfig with this context; null selects the current one.
   *
   * @throws CommandFailure if the file cannot be read
   */
  static Config connection(@Nullable String context, Path file) throws CommandFailure {
    if (!Files.isReadable(file)) {
      throw CommandFailure.usage(file + ": cannot be read");
    }
    return ClusterClients.connection(context, file);
  }

  /** The file of the variable; empty if it lists several, which the client merges. */
  private static Optional<String> oneFile(Terminal terminal) {
    return terminal.variable(KUBECONFIG).filter(text -> !text.contains(File.pathSeparator));
  }
}
