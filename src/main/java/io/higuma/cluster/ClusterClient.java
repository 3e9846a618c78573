package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Parsed;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * The connection to the cluster: fabric8's configuration, trust, credentials and HTTP client,
 * without the model of all kinds that its typed client brings along.
 */
public final class ClusterClient implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ClusterClient.class);
  private static final Sieve VERSION = Sieve.of("major,minor");
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LATER = Duration.ofSeconds(5);

  private final Config config;
  private final HttpClient http;

  private ClusterClient(Config config, HttpClient http) {
    this.config = config;
    this.http = http;
  }

  /**
   * Where the cluster is and who we are in it: the kubeconfig ({@code KUBECONFIG}, {@code
   * ~/.kube/config}), else the Pod's service account.
   */
  public static Config config() {
    return PlainKubeconfig.ofProcess().orElseGet(() -> Config.autoConfigure(null));
  }

  /** The same by this kubeconfig alone. */
  public static Config config(Path kubeconfig) {
    return PlainKubeconfig.read(kubeconfig)
        .orElseGet(() -> Config.fromKubeconfig(kubeconfig.toFile()));
  }

  /** Connections to this cluster. The caller closes them. */
  public static ClusterClient connect(Vertx vertx, Config config) {
    return new ClusterClient(config, new VertxHttpClientFactory(vertx).newBuilder(config).build());
  }

  /** Calls over these connections. */
  public ApiCalls calls(RateLimit rate) {
    return calls(rate, Turnstile.opened());
  }

  /** The same for a process that starts. */
  public ApiCalls calls(RateLimit rate, Turnstile turnstile) {
    return new ApiCalls(http, config, rate, turnstile);
  }

  @Override
  public void close() {
    http.close();
  }

  /**
   * The API server's version, asked for in the background until it answers.
   *
   * @return completes exceptionally only where the answer is no version
   */
  public static CompletableFuture<KubernetesVersion> version(ApiCalls api) {
    var answer = new CompletableFuture<KubernetesVersion>();
    Thread.ofVirtual().name("ask-version").start(() -> ask(api, answer));
    return answer;
  }

  private static void ask(ApiCalls api, CompletableFuture<KubernetesVersion> answer) {
    var pause = SOON;
    while (!answer.isDone()) {
      try {
        switch (version(api.get(ApiPath.VERSION))) {
          case Parsed.Good<KubernetesVersion>(var version) -> answer.complete(version);
          case Parsed.Bad<KubernetesVersion>(var violation) ->
              answer.completeExceptionally(new IllegalStateException(violation.toString()));
        }
      } catch (IOException e) {
        LOG.debugf(e, "the API server does not say its version, asking again in %s", pause);
        pause = waited(pause, answer);
      } catch (InterruptedException stop) {
        answer.completeExceptionally(stop);
      }
    }
  }

  private static Parsed<KubernetesVersion> version(ApiAnswer answer) throws IOException {
    if (!answer.good()) {
      throw new IOException(answer.says());
    }
    JsonNode info = answer.object(VERSION);
    return KubernetesVersion.of(info.path("major").asText(), info.path("minor").asText());
  }

  private static Duration waited(Duration pause, CompletableFuture<?> answer) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stop) {
      answer.completeExceptionally(stop);
    }
    var longer = pause.multipliedBy(2);
    return longer.compareTo(LATER) < 0 ? longer : LATER;
  }
}
