package io.higuma.sandbox.kube;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A kubeconfig with one cluster and one user.
 *
 * @param server URL of the API server
 * @param authority the trusted CA; empty if the API does not use TLS
 * @param token of the caller
 */
public record Kubeconfig(URI server, Optional<Path> authority, String token) {

  /** Writes the file. */
  public void write(Path file) throws IOException {
    var trust = authority.map(path -> ", certificate-authority: \"" + path + "\"").orElse("");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters:
          - name: higuma
            cluster: {server: "%s"%s}
        users:
          - name: admin
            user: {token: "%s"}
        contexts:
          - name: higuma
            context: {cluster: higuma, user: admin}
        current-context: higuma
        """
            .formatted(server, trust, token));
  }
}
