package io.higuma.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Parsed;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Connects to the Kubernetes API. */
public final class ClusterClient {
  private static final Logger LOG = Logger.getLogger(ClusterClient.class);

  /** Well below the 10 s after which the API server gives up on a webhook. */
  private static final int REQUEST_MILLIS = 5000;

  /** Informers try again by themselves. */
  private static final int RETRIES = 1;

  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LATER = Duration.ofSeconds(5);

  private ClusterClient() {}

  /**
   * Where the cluster is and who we are in it: the kubeconfig ({@code KUBECONFIG}, {@code
   * ~/.kube/config}), else the Pod's service account.
   */
  public static Config config() {
    return Config.autoConfigure(null);
  }

  /** A client for this cluster. The caller closes it. */
  public static KubernetesClient connect(Vertx vertx, Config config) {
    var patient =
        new ConfigBuilder(config)
            .withRequestTimeout(REQUEST_MILLIS)
            .withRequestRetryBackoffLimit(RETRIES)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(patient)
        .withHttpClientFactory(new VertxHttpClientFactory(vertx))
        .build();
  }

  /**
   * The API server's version, asked for in the background until it answers.
   *
   * @return completes exceptionally only where the answer is no version
   */
  public static CompletableFuture<KubernetesVersion> version(KubernetesClient client) {
    var answer = new CompletableFuture<KubernetesVersion>();
    Thread.ofVirtual().name("ask-version").start(() -> ask(client, answer));
    return answer;
  }

  private static void ask(KubernetesClient client, CompletableFuture<KubernetesVersion> answer) {
    var pause = SOON;
    while (!answer.isDone()) {
      try {
        var info = client.getKubernetesVersion();
        switch (KubernetesVersion.of(info.getMajor(), info.getMinor())) {
          case Parsed.Good<KubernetesVersion>(var version) -> answer.complete(version);
          case Parsed.Bad<KubernetesVersion>(var violation) ->
              answer.completeExceptionally(new IllegalStateException(violation.toString()));
        }
      } catch (KubernetesClientException e) {
        LOG.debugf(e, "the API server does not say its version, asking again in %s", pause);
        try {
          Thread.sleep(pause);
        } catch (InterruptedException stop) {
          answer.completeExceptionally(stop);
        }
        pause = pause.multipliedBy(2).compareTo(LATER) < 0 ? pause.multipliedBy(2) : LATER;
      }
    }
  }
}
