package io.higuma.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;

/**
 * A real Kubernetes API server for tests, without nodes: Pods are stored but never run. The
 * admission plugin ServiceAccount is off, so a Pod needs no service account.
 *
 * <p>Available as a parameter of tests in a class with {@link NeedsKube}.
 */
public interface KubeApi extends AutoCloseable {

  /** A client with administrator rights; closed with this API server. */
  KubernetesClient client();

  /** A new client that acts as {@code user}; the caller closes it. */
  KubernetesClient clientAs(KubeUser user);

  /** A kubeconfig file with administrator rights. */
  Path kubeconfig();

  /** Runs {@code kubectl} with administrator rights; kills it after a minute. */
  default CommandResult kubectl(String... arguments) {
    return kubectlWith("", arguments);
  }

  /** As {@link #kubectl}, with {@code input} on the standard input ({@code -f -}). */
  CommandResult kubectlWith(String input, String... arguments);

  /** Starts the controllers of Deployments, ReplicaSets, Jobs and others, if not running. */
  void startControllers();

  /**
   * The URL by which the API server reaches a port of this machine: {@code https://HOST:port}, for
   * {@code clientConfig.url} of a webhook. The serving certificate must have that host.
   */
  URI urlOf(int port);

  @Override
  void close();
}
