package io.higuma.cluster.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.higuma.kuma.JsonFactories;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates Kubernetes API clients without retries, with a timeout of 15 seconds and a rate limit.
 */
public final class ClusterClients {
  /** Timeout of a call. */
  static final Duration LIMIT = Duration.ofSeconds(15);

  /** The API server uses it as the field manager of requests that name none. */
  private static final String USER_AGENT = "higuma";

  /**
   * Rounds of key derivation for the private key of a kubeconfig, which the client keeps in a key
   * store in memory with the password "changeit". The 10,000 rounds that are the default of the JDK
   * would take 10 ms of the start and protect nothing.
   */
  private static final String KEY_ROUNDS = "keystore.pkcs12.keyPbeIterationCount";

  private ClusterClients() {}

  /**
   * Creates a client from the kubeconfig, or else from the Pod's environment, without rate limit.
   */
  public static KubernetesClient ofEnvironment() {
    return of(connection(), RateLimit.NONE);
  }

  /**
   * Reads the kubeconfig, or in a Pod the service account's files.
   *
   * @throws UnreadableKubeconfigException if the kubeconfig cannot be parsed
   */
  public static Config connection() {
    return parsed(defaultFiles(), () -> new ConfigBuilder().build());
  }

  /**
   * Reads the kubeconfig as {@link #connection()}, with this context; null selects the current one.
   *
   * @throws UnreadableKubeconfigException if the kubeconfig cannot be parsed
   */
  public static Config connection(@Nullable String context) {
    return parsed(defaultFiles(), () -> Config.autoConfigure(context));
  }

  /**
   * Reads this kubeconfig with this context; null selects the current one.
   *
   * @throws UnreadableKubeconfigException if it cannot be parsed
   */
  public static Config connection(@Nullable String context, Path file) {
    return parsed(file.toString(), () -> Config.fromKubeconfig(context, file.toFile()));
  }

  private static String defaultFiles() {
    return String.join(File.pathSeparator, Config.getKubeconfigFilenames());
  }

  private static Config parsed(String files, Supplier<Config> read) {
    try {
      return read.get();
    } catch (RuntimeException e) {
      throw new UnreadableKubeconfigException(files, e);
    }
  }

  /**
   * Creates a client. The caller closes it.
   *
   * @param config modified by this method
   * @param rate limits calls; a call above the rate waits
   */
  public static KubernetesClient of(Config config, RateLimit rate) {
    // Not in a static initializer: in the executable, those run when it is built.
    System.setProperty(KEY_ROUNDS, "1");
    config.setRequestRetryBackoffLimit(0);
    config.setRequestTimeout((int) LIMIT.toMillis());
    config.setUserAgent(USER_AGENT);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(withoutKinds())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("rate", new RateInterceptor(rate)))
        .build();
  }

  /**
   * Calls name the class of their kind. To find it by the kind's name, all 320 classes would be
   * registered at startup, by their annotations, which take 1 MB of memory.
   */
  private static KubernetesSerialization withoutKinds() {
    return new KubernetesSerialization(
        new ObjectMapper(JsonFactories.withoutInterning().build()), false);
  }

  /** Waits on the calling thread: without retries, no other thread prepares a request. */
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
