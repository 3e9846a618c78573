package io.higuma.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
 * ports, with their files in a temporary folder. A test that takes one as a parameter gets one of
 * its own, whose processes it may stop, kill and freeze.
 */
public final class LocalKubeApi implements KubeApi {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final String HOST = "127.0.0.1";

  private final KubeBinaries binaries;
  private final Path folder;
  private final String server;
  private final KubeProcess etcd;
  private final KubeProcess apiServer;
  private final LocalKubeCommands commands;
  private KubeProcess controllers;
  private final Watchdog watchdog;
  private final Thread onShutdown = new Thread(this::end, "end-kubernetes");
  private final KubernetesClient client;

  private LocalKubeApi(KubeBinaries binaries, Path folder) throws IOException {
    List<Integer> ports = freePorts(3);
    ServiceAccountKeys keys = ServiceAccountKeys.writeInto(folder);
    this.commands = new LocalKubeCommands(binaries, folder, HOST, ports, keys);
    this.binaries = binaries;
    this.folder = folder;
    this.server = "https://" + HOST + ":" + ports.getLast();
    this.etcd = new KubeProcess(folder, commands.etcd());
    this.apiServer = new KubeProcess(folder, commands.apiServer());
    this.controllers = controllers(LocalKubeCommands.CONTROLLERS);
    this.watchdog = Watchdog.over(folder);
    Runtime.getRuntime().addShutdownHook(onShutdown);
    commands.writeTokens();
    commands.writeKubeconfig(kubeconfig(), server);
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
        api.etcd.start();
        api.apiServer.start();
        api.awaitReady();
        return api;
      } catch (RuntimeException failed) {
        String words = api.etcd.lastWords() + "\n" + api.apiServer.lastWords();
        api.close();
        throw new IllegalStateException("Kubernetes did not start:\n" + words, failed);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The etcd process. */
  public KubeProcess etcd() {
    return etcd;
  }

  /** The kube-apiserver process. After starting it again, {@link #awaitReady}. */
  public KubeProcess apiServer() {
    return apiServer;
  }

  /** The kube-controller-manager process; not started until {@link #startControllers}. */
  public KubeProcess controllers() {
    return controllers;
  }

  /** Waits until the API server serves and has made its namespaces; fails after 90 seconds. */
  public void awaitReady() {
    Awaitility.await("kube-apiserver")
        .atMost(START_LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .failFast("ended early", () -> !etcd.isRunning() || !apiServer.isRunning())
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
            .withMasterUrl(server)
            .withOauthToken(user.token())
            .withTrustCerts(true)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
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
    controllers.start();
  }

  @Override
  public URI urlOf(int port) {
    return URI.create("https://" + HOST + ":" + port);
  }

  /** As {@link #startControllers}, but only these, before any others have been started. */
  public void startControllers(String... names) {
    if (!controllers.isRunning()) {
      controllers = controllers(List.of(names));
    }
    startControllers();
  }

  private KubeProcess controllers(List<String> names) {
    return new KubeProcess(folder, commands.controllers(kubeconfig(), names));
  }

  /** The folder with the processes' files; their logs are the {@code *.log} in it. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    client.close();
    end();
    Runtime.getRuntime().removeShutdownHook(onShutdown);
    Folders.delete(folder);
  }

  /** Nothing is kept but logs, so nobody needs to save anything: kill, the front first. */
  private void end() {
    controllers.kill();
    apiServer.kill();
    etcd.kill();
    watchdog.close();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    ServerSocket[] sockets = new ServerSocket[count];
    try {
      for (int i = 0; i < count; i++) {
        sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      }
      return Arrays.stream(sockets).map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }
}
