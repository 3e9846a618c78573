package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.higuma.kuma.KubernetesVersion;
import io.higuma.kuma.Parsed;
import io.higuma.loop.LoopSupervisor;
import io.higuma.loop.Next;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * The connection to the cluster: fabric8's configuration, trust, credentials and HTTP client,
 * without the model of all kinds that its typed client brings along.
 */
public final class ClusterClient implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ClusterClient.class);
  private static final Sieve VERSION = Sieve.of("major,minor");
  private static final Backoff ASKING =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), () -> 0.5);
  private static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(2);

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
   * @param loops what asking is a loop of
   * @return completes exceptionally only where the answer is no version
   */
  public static CompletableFuture<KubernetesVersion> version(ApiCalls api, LoopSupervisor loops) {
    var answer = new CompletableFuture<KubernetesVersion>();
    var failures = new AtomicInteger();
    loops.loop("ask-version", HEARTBEAT_LIMIT, _ -> ask(api, answer, failures)).start();
    return answer;
  }

  private static Next ask(
      ApiCalls api, CompletableFuture<KubernetesVersion> answer, AtomicInteger failures)
      throws InterruptedException {
    if (answer.isDone()) {
      return Next.end();
    }
    try {
      switch (version(api.get(ApiPath.VERSION))) {
        case Parsed.Good<KubernetesVersion>(var version) -> answer.complete(version);
        case Parsed.Bad<KubernetesVersion>(var violation) ->
            answer.completeExceptionally(new IllegalStateException(violation.toString()));
      }
      return Next.end();
    } catch (IOException e) {
      var pause = ASKING.after(failures.incrementAndGet());
      LOG.debugf(e, "the API server does not say its version, asking again in %s", pause);
      return Next.in(pause);
    }
  }

  private static Parsed<KubernetesVersion> version(ApiAnswer answer) throws IOException {
    if (!answer.good()) {
      throw new IOException(answer.says());
    }
    JsonNode info = answer.object(VERSION);
    return KubernetesVersion.of(info.path("major").asText(), info.path("minor").asText());
  }
}
