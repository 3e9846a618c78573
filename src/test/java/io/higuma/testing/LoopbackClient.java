package io.higuma.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Kubernetes clients of servers that tests start. */
public final class LoopbackClient {
  private LoopbackClient() {}

  /**
   * A client without credentials that repeats no request. The caller closes it.
   *
   * @param port of a server for plain HTTP on the loopback address
   */
  public static KubernetesClient of(int port) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + port)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
