package io.higuma.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.higuma.sandbox.kube.KubeBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.Testcontainers;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** k3s in Docker, for machines without a kube-apiserver. Its controllers always run. */
final class K3sKubeApi implements KubeApi {

  private final K3sContainer container;
  private final Path kubeconfig;
  private final KubernetesClient client;

  private K3sKubeApi(K3sContainer container) throws IOException {
    this.container = container;
    this.kubeconfig = Files.createTempFile("higuma-kubeconfig-", ".yaml");
    Files.writeString(kubeconfig, container.getKubeConfigYaml());
    this.client = new KubernetesClientBuilder().withConfig(config()).build();
  }

  static boolean isPossible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  static K3sKubeApi start() {
    K3sContainer container =
        new K3sContainer(DockerImageName.parse("rancher/k3s:" + KubeBinaries.version() + "-k3s1"))
            .withAccessToHost(true);
    container.start();
    try {
      return new K3sKubeApi(container);
    } catch (IOException failed) {
      container.stop();
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  /** k3s has no token file: the administrator impersonates the user. */
  @Override
  public KubernetesClient clientAs(KubeUser user) {
    Config config =
        new ConfigBuilder(config())
            .withImpersonateUsername(user.userName())
            .withImpersonateGroups(user.groups().toArray(String[]::new))
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public CommandResult kubectlWith(String input, String... arguments) {
    String[] command = new String[arguments.length + 4];
    command[0] = "sh";
    command[1] = "-c";
    command[2] = "kubectl \"$@\" < /tmp/input";
    command[3] = "kubectl";
    System.arraycopy(arguments, 0, command, 4, arguments.length);
    try {
      container.copyFileToContainer(Transferable.of(input), "/tmp/input");
      ExecResult result = container.execInContainer(command);
      return new CommandResult(result.getExitCode(), result.getStdout(), result.getStderr());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void startControllers() {}

  @Override
  public URI urlOf(int port) {
    Testcontainers.exposeHostPorts(port);
    return URI.create("https://host.testcontainers.internal:" + port);
  }

  @Override
  public void close() {
    client.close();
    container.stop();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Config config() {
    return Config.fromKubeconfig(container.getKubeConfigYaml());
  }
}
