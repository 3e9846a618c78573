package io.higuma.cli;

import io.fabric8.kubernetes.client.Config;
import io.higuma.cli.ConfigConnection.Impossible;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The token of a kubeconfig's user. Apart from the command that needs it: picocli looks at all
 * methods of commands, and would load the client for everybody.
 */
final class KubeconfigToken {
  private KubeconfigToken() {}

  /**
   * The token; empty where the user has none.
   *
   * @param file the kubeconfig; empty for kubectl's
   */
  static Optional<String> of(Optional<Path> file) throws Impossible {
    var config = file.isPresent() ? fromFile(file.get()) : Config.autoConfigure(null);
    var provider = config.getOauthTokenProvider();
    var found = provider == null ? config.getOauthToken() : provider.getToken();
    return Optional.ofNullable(found == null ? config.getAutoOAuthToken() : found)
        .filter(text -> !text.isEmpty());
  }

  private static Config fromFile(Path file) throws Impossible {
    if (!Files.isReadable(file)) {
      throw Impossible.misused(file + ": cannot be read");
    }
    return Config.fromKubeconfig(file.toFile());
  }
}
