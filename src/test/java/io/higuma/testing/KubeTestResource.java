package io.higuma.testing;

import io.fabric8.kubernetes.client.Config;
import io.higuma.sandbox.kube.FreePorts;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An API server for a control plane that Quarkus starts, in this JVM or from the package. Its
 * arguments are settings of the control plane as environment variables, and {@link #PERMITTED}. A
 * field of the test of type {@link TestedControlPlane} gets both. The test carries {@link
 * NeedsKube}, which skips it without local Kubernetes processes.
 */
public final class KubeTestResource implements QuarkusTestResourceLifecycleManager {
  /** {@code false}: the control plane has no permissions until the test calls {@link #permit}. */
  public static final String PERMITTED = "permitted";

  private static final String SKIP_MESH = "KUMA_DEFAULTS_SKIP_MESH_CREATION";

  private Map<String, String> arguments = Map.of();
  private @Nullable TestedControlPlane controlPlane;

  @Override
  public void init(Map<String, String> initArgs) {
    arguments = initArgs;
  }

  @Override
  public Map<String, String> start() {
    var kube = LocalKubeApi.start();
    try {
      var ports = FreePorts.take(5);
      controlPlane =
          new TestedControlPlane(
              kube, ports.get(0), URI.create("http://localhost:" + ports.get(1)));
      install(kube);
      return configuration(kube, ports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void install(LocalKubeApi kube) {
    ClusterSetup.define(kube);
    kube.kubectl("create", "namespace", ControlPlane.SYSTEM).succeeded();
    if (is(SKIP_MESH)) {
      kube.kubectlWith(ClusterSetup.mesh("default"), "apply", "-f", "-").succeeded();
    }
    if (is(PERMITTED)) {
      permit(kube);
    }
    kube.kubectl("apply", "-fsrc/main/kubernetes/rbac-config-api.yaml").succeeded();
    bind(kube, "higuma-inspector", KubeUser.OPERATOR);
    bind(kube, "higuma-config-editor", KubeUser.OPERATOR);
    bind(kube, "higuma-config-viewer", KubeUser.DEVELOPER);
  }

  /** Grants the control plane the permissions of the chart. */
  public static void permit(LocalKubeApi kube) {
    kube.kubectl("apply", "-fsrc/main/kubernetes/rbac.yaml").succeeded();
  }

  private boolean is(String argument) {
    return Boolean.parseBoolean(arguments.getOrDefault(argument, "true"));
  }

  private static void bind(LocalKubeApi kube, String role, KubeUser user) {
    var group = "--group=" + user.groups().getFirst();
    kube.kubectl("create", "clusterrolebinding", role, "--clusterrole=" + role, group).succeeded();
  }

  /** For Quarkus in this JVM, and for a process that {@link RunLauncher} starts. */
  private Map<String, String> configuration(LocalKubeApi kube, List<Integer> ports)
      throws IOException {
    var user = KubeUser.CONTROL_PLANE;
    var kubeconfig = kube.folder().resolve("higuma.kubeconfig");
    var text = Files.readString(kube.kubeconfig());
    Files.writeString(kubeconfig, text.replace(KubeUser.ADMIN.token(), user.token()));
    Map<String, String> all = new HashMap<>();
    all.put(SKIP_MESH, "true");
    all.putAll(arguments);
    all.remove(PERMITTED);
    all.put("KUBECONFIG", kubeconfig.toString());
    all.put("KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT", ports.get(0).toString());
    all.put("KUMA_DIAGNOSTICS_SERVER_PORT", ports.get(1).toString());
    all.put("KUMA_API_SERVER_HTTP_PORT", ports.get(2).toString());
    all.put("KUMA_API_SERVER_HTTPS_PORT", ports.get(3).toString());
    all.put("KUMA_DP_SERVER_PORT", ports.get(4).toString());
    all.put("quarkus.management.test-port", ports.get(1).toString());
    all.put("quarkus.http.test-port", ports.get(2).toString());
    // What is started in this JVM has no environment of its own.
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, kubeconfig.toString());
    return all;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        Objects.requireNonNull(controlPlane),
        new TestInjector.MatchesType(TestedControlPlane.class));
  }

  @Override
  public void stop() {
    System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    if (controlPlane != null) {
      controlPlane.kube().close();
    }
  }
}
