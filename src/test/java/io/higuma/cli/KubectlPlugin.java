package io.higuma.cli;

import io.higuma.testing.FakeKubelet;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.ShopNamespace;
import io.higuma.testing.TestedControlPlane;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The plugin of kubectl with a kubeconfig only: the control plane is found by its Service, and its
 * port is forwarded through the API server and a kubelet. The Service and its Pod exist until this
 * is closed.
 */
final class KubectlPlugin implements AutoCloseable {
  /** What a user needs so that the port can be forwarded. */
  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: forwards, namespace: kuma-system}
      rules:
      - {apiGroups: [""], resources: [services], verbs: [get]}
      - {apiGroups: [""], resources: [pods], verbs: [list]}
      - {apiGroups: [""], resources: [pods/portforward], verbs: [create, get]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: forwards, namespace: kuma-system}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: forwards}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: mesh-operators}]
      """;

  private static final String REPLICA =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: kuma-control-plane, namespace: kuma-system}
      spec:
        selector: {app: replica}
        ports: [{name: http-api-server, port: 5681, targetPort: http-api}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: replica, namespace: kuma-system, labels: {app: replica}}
      spec:
        nodeName: NODE
        containers:
        - {name: control-plane, image: higuma, ports: [{name: http-api, containerPort: 5681}]}
      """;

  private final LocalKubeApi kube;
  private final Path folder;
  private final ShopNamespace shop;
  private final FakeKubelet kubelet;
  private final Function<List<String>, CommandRun> program;

  /**
   * Starts it as the user {@link KubeUser#OPERATOR}; its commands run as {@link CommandRun}.
   *
   * @param folder gets the kubeconfig; the plugin runs in it
   */
  KubectlPlugin(TestedControlPlane controlPlane, Path folder) throws IOException {
    this(
        controlPlane,
        folder,
        arguments ->
            CommandRun.in(
                folder,
                Map.of("KUBECONFIG", "config", "HIGUMA_PROGRAM", "/usr/local/bin/kubectl-higuma"),
                "",
                arguments));
  }

  /** The same for the packaged program. */
  KubectlPlugin(TestedControlPlane controlPlane, Path folder, LinkedProgram program)
      throws IOException {
    this(controlPlane, folder, arguments -> program.run(LinkedProgram.PLUGIN, arguments));
  }

  private KubectlPlugin(
      TestedControlPlane controlPlane, Path folder, Function<List<String>, CommandRun> program)
      throws IOException {
    this.program = program;
    this.kube = controlPlane.kube();
    this.folder = folder;
    this.shop = ShopNamespace.ensure(controlPlane);
    this.kubelet = new FakeKubelet(kube, RestAssured.port);
    try {
      shop.apply(RIGHTS);
      createReplica();
      makeReady();
      kubeconfig(KubeUser.OPERATOR);
    } catch (IOException | RuntimeException | AssertionError e) {
      // Without it, the tests that follow would fail too.
      kubelet.close();
      throw e;
    }
  }

  private void makeReady() {
    kube.kubectl(
            "patch",
            "pod",
            "replica",
            "-n",
            "kuma-system",
            "--subresource=status",
            "-p",
            "{\"status\": {\"phase\": \"Running\", \"podIP\": \"127.0.0.1\", \"conditions\":"
                + " [{\"type\": \"Ready\", \"status\": \"True\"}]}}")
        .succeeded();
  }

  /** Writes the kubeconfig of a user, with a context whose namespace is that of the shop. */
  void kubeconfig(KubeUser user) throws IOException {
    var text = Files.readString(kube.kubeconfig());
    Files.writeString(
        folder.resolve("config"),
        text.replace(KubeUser.ADMIN.token(), user.token())
            .replace("user: admin}", "user: admin, namespace: shop}"));
  }

  /** Runs a command of the plugin. */
  CommandRun run(String... arguments) {
    return program.apply(List.of(arguments));
  }

  /** The Pods that commands are about. */
  ShopNamespace shop() {
    return shop;
  }

  /** Number of connections for forwarded ports. */
  int connections() {
    return kubelet.connections();
  }

  /** Creates the Service and the Pod of the control plane. */
  void createReplica() {
    shop.apply(REPLICA.replace("NODE", kubelet.node()));
  }

  /** Deletes the Pod by force, because no kubelet confirms that it has ended. */
  void deleteReplica() {
    kube.kubectl("delete", "pod", "replica", "-n", "kuma-system", "--force", "--grace-period=0")
        .succeeded();
  }

  @Override
  public void close() {
    deleteReplica();
    kube.kubectl("delete", "service", "kuma-control-plane", "-n", "kuma-system").succeeded();
    kubelet.close();
  }
}
