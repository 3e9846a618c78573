package io.higuma.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Parsed;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;

/** Connects to the Kubernetes API. */
public final class ClusterClient {
  private ClusterClient() {}

  /**
   * A client for the cluster of the kubeconfig ({@code KUBECONFIG}, {@code ~/.kube/config}), else
   * of the Pod's service account. The caller closes it.
   */
  public static KubernetesClient connect(Vertx vertx) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(Config.autoConfigure(null)).build())
        .withHttpClientFactory(new VertxHttpClientFactory(vertx))
        .build();
  }

  /**
   * The API server's version, asked for in the background.
   *
   * @return completes exceptionally where it cannot be asked or understood
   */
  public static CompletableFuture<KubernetesVersion> version(KubernetesClient client) {
    var answer = new CompletableFuture<KubernetesVersion>();
    Thread.startVirtualThread(
        () -> {
          try {
            var info = client.getKubernetesVersion();
            switch (KubernetesVersion.of(info.getMajor(), info.getMinor())) {
              case Parsed.Good<KubernetesVersion>(var version) -> answer.complete(version);
              case Parsed.Bad<KubernetesVersion>(var violation) ->
                  answer.completeExceptionally(new IllegalStateException(violation.toString()));
            }
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }
}
