package io.higuma.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;

/**
 * A real Kubernetes API server for tests, without nodes: Pods are stored but never run. The
 * admission plugin ServiceAccount is off, so a Pod needs no service account.
 *
 * <p>Ask for it as a parameter of a test in a class with {@link NeedsKube}.
 */
public interface KubeApi extends AutoCloseable {

  /** A client with all rights. It belongs to this API server and is closed with it. */
  KubernetesClient client();

  /** A new client that acts as {@code user}; the caller closes it. */
  KubernetesClient clientAs(KubeUser user);

  /** A kubeconfig file with all rights. */
  Path kubeconfig();

  /** Runs {@code kubectl} with all rights; ends it after a minute. */
  default CommandResult kubectl(String... arguments) {
    return kubectlWith("", arguments);
  }

  /** As {@link #kubectl}, with {@code input} on the standard input ({@code -f -}). */
  CommandResult kubectlWith(String input, String... arguments);

  /** Makes sure that the controllers of Deployments, ReplicaSets, Jobs and so on are running. */
  void startControllers();

  /**
   * Where the API server reaches a port of this machine: {@code https://HOST:port}, for a webhook's
   * {@code clientConfig.url}. The certificate served there must name that host.
   */
  URI urlOf(int port);

  @Override
  void close();
}
