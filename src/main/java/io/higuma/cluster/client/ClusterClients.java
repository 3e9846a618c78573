package io.higuma.cluster.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;

/**
 * Makes clients of the Kubernetes API that try each call once, for 15 seconds, and keep to a rate.
 */
public final class ClusterClients {
  /** How long a call may take. */
  static final Duration LIMIT = Duration.ofSeconds(15);

  /** The API server takes it for the manager of fields where a request names none. */
  private static final String USER_AGENT = "higuma";

  private ClusterClients() {}

  /** A client of the cluster of the kubeconfig, or else of the Pod, at any rate. */
  public static KubernetesClient ofEnvironment() {
    return of(new KubernetesClientBuilder(), new ConfigBuilder().build(), RateLimit.NONE);
  }

  /**
   * A client of this cluster. The caller closes it.
   *
   * @param config is changed
   * @param rate how many calls are allowed; who makes one waits for its turn
   */
  public static KubernetesClient of(
      KubernetesClientBuilder builder, Config config, RateLimit rate) {
    config.setRequestRetryBackoffLimit(0);
    config.setRequestTimeout((int) LIMIT.toMillis());
    config.setUserAgent(USER_AGENT);
    return builder
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("rate", new RateInterceptor(rate)))
        .build();
  }

  /**
   * Waits on the thread that makes the call: a call that is not tried again is prepared nowhere
   * else.
   */
  private record RateInterceptor(RateLimit rate) implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      try {
        rate.acquire();
      } catch (InterruptedException e) {
        throw KubernetesClientException.launderThrowable(e);
      }
    }
  }
}
