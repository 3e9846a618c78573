package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.cluster.client.ClusterClients;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The token of a kubeconfig's user. Not in the command that needs it: picocli inspects all methods
 * of commands, and would load the client for every command.
 */
final class KubeconfigToken {
  private KubeconfigToken() {}

  /**
   * Returns the token; empty if the user has none.
   *
   * @param file the kubeconfig; empty for kubectl's default
   */
  static Optional<String> of(Optional<Path> file) throws CommandFailure {
    return of(
        file.isPresent()
            ? ClusterContext.connection(null, file.get())
            : ClusterClients.connection());
  }

  /** The token of a connection; empty if its user has none. */
  static Optional<String> of(Config config) {
    var provider = config.getOauthTokenProvider();
    var found = provider == null ? config.getOauthToken() : provider.getToken();
    return Optional.ofNullable(found == null ? config.getAutoOAuthToken() : found)
        .filter(text -> !text.isEmpty());
  }
}
