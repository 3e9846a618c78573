package io.higuma.sandbox.kube;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a Kubernetes API is and who comes.
 *
 * @param server its address
 * @param authority whom to trust; empty where it is not served by TLS
 * @param token of the caller
 */
public record Kubeconfig(URI server, Optional<Path> authority, String token) {

  /** Writes it in kubectl's form. */
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
