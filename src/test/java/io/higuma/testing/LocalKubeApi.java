package io.higuma.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.higuma.sandbox.kube.Folders;
import io.higuma.sandbox.kube.KubeAccount;
import io.higuma.sandbox.kube.KubeBinaries;
import io.higuma.sandbox.kube.KubeProcess;
import io.higuma.sandbox.kube.LocalKube;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * etcd, kube-apiserver and kube-controller-manager as processes of this machine, on free loopback
 * ports, with their files in a temporary folder. A test with such a parameter gets its own
 * instance, whose processes it may stop, kill and suspend.
 */
public final class LocalKubeApi implements KubeApi {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final KubeBinaries binaries;
  private final LocalKube kube;
  private final KubernetesClient client;

  private LocalKubeApi(KubeBinaries binaries, Path folder) throws IOException {
    this.binaries = binaries;
    List<KubeAccount> accounts = Arrays.stream(KubeUser.values()).map(KubeUser::account).toList();
    LocalKube.Access access = new LocalKube.Access(accounts, KubeUser.CONTROL_PLANE.userName());
    this.kube = new LocalKube(binaries, folder, access);
    this.client = clientAs(KubeUser.ADMIN);
  }

  /**
   * Starts etcd and kube-apiserver and waits until they serve; the caller closes them.
   *
   * @throws IllegalStateException if there are no binaries, or if the API server does not get ready
   */
  public static LocalKubeApi start() {
    KubeBinaries binaries =
        KubeBinaries.find(System.getenv())
            .orElseThrow(() -> new IllegalStateException("No kube-apiserver: run 'make kube'"));
    try {
      LocalKubeApi api = new LocalKubeApi(binaries, Files.createTempDirectory("higuma-kube-"));
      try {
        api.kube.start();
        api.awaitReady();
        return api;
      } catch (RuntimeException failed) {
        String log = api.kube.logTail();
        api.close();
        throw new IllegalStateException("Kubernetes did not start:\n" + log, failed);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The etcd process. */
  public KubeProcess etcd() {
    return kube.etcd();
  }

  /** The kube-apiserver process. After starting it again, {@link #awaitReady}. */
  public KubeProcess apiServer() {
    return kube.apiServer();
  }

  /** The kube-controller-manager process; not started until {@link #startControllers}. */
  public KubeProcess controllers() {
    return kube.controllers();
  }

  /** Waits until the API server serves and has created its namespaces; fails after 90 seconds. */
  public void awaitReady() {
    Awaitility.await("kube-apiserver")
        .atMost(START_LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .failFast("ended early", () -> !kube.isRunning())
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () ->
                "ok".equals(client.raw("/readyz"))
                    && client.namespaces().withName("default").get() != null);
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public KubernetesClient clientAs(KubeUser user) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(kube.server().toString())
            .withOauthToken(user.token())
            .withTrustCerts(true)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public Path kubeconfig() {
    return kube.kubeconfig();
  }

  @Override
  public CommandResult kubectlWith(String input, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(binaries.command("kubectl").toString()), Arrays.stream(arguments))
            .toList();
    return CommandResult.run(input, Map.of("KUBECONFIG", kubeconfig().toString()), command);
  }

  @Override
  public void startControllers() {
    if (!binaries.has("kube-controller-manager")) {
      KubeSource.skip("kube-controller-manager", "no kube-controller-manager");
    }
    kube.controllers().start();
  }

  @Override
  public URI urlOf(int port) {
    return URI.create("https://" + kube.server().getHost() + ":" + port);
  }

  /** The port of the API server. */
  public int port() {
    return kube.server().getPort();
  }

  /** The CA certificate (PEM). */
  public Path authority() {
    return kube.authority();
  }

  /** As {@link #startControllers}, but only these; no others may be running. */
  public void startControllers(String... names) {
    kube.choose(List.of(names));
    startControllers();
  }

  /** The folder with the processes' files and {@code *.log} files. */
  public Path folder() {
    return kube.folder();
  }

  /** The requests of {@link KubeUser#CONTROL_PLANE}, one JSON line each. */
  Path auditLog() {
    return kube.auditLog();
  }

  @Override
  public void close() {
    client.close();
    kube.close();
    Folders.delete(folder());
  }
}
