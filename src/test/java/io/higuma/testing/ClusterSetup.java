package io.higuma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Installs the objects that a control plane needs, and its webhook configurations. */
public final class ClusterSetup {
  private static final Pattern SERVICE =
      Pattern.compile("service:\\n +namespace: .*\\n +name: .*\\n +path: (.*)\\n +port: 443");

  private ClusterSetup() {}

  /** Creates a Namespace whose Pods are injected. */
  public static void injectedNamespace(LocalKubeApi kube, String name) {
    kube.kubectl("create", "namespace", name).succeeded();
    kube.kubectl("label", "namespace", name, "kuma.io/sidecar-injection=enabled").succeeded();
  }

  /** Whether the API server calls Higuma's webhook and trusts its certificate. */
  static boolean isRegistered(LocalKubeApi kube) {
    return kube.kubectl(
            "run",
            "probe",
            "--image=probe",
            "--dry-run=server",
            "-oname",
            "-ndefault",
            "--labels=kuma.io/sidecar-injection=enabled,kuma.io/mesh=no-such-mesh")
        .err()
        .contains("no-such-mesh");
  }

  /** Installs Kuma's CRDs, the system namespace and the Mesh {@code default}. */
  public static void install(LocalKubeApi kube) {
    define(kube);
    kube.kubectl("create", "namespace", ControlPlane.SYSTEM).succeeded();
    kube.kubectlWith(mesh("default"), "apply", "-f", "-").succeeded();
  }

  /** Installs Kuma's CRDs. */
  static void define(LocalKubeApi kube) {
    kube.kubectl("apply", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
  }

  /** As {@link #install}, with the related objects of the recorded Pods. */
  public static void installAmongVectors(LocalKubeApi kube) {
    install(kube);
    kube.kubectlWith(resource("/kuma-2.14/cluster.yaml"), "apply", "-f", "-").succeeded();
  }

  /** A Mesh manifest. */
  public static String mesh(String name) {
    return "{apiVersion: kuma.io/v1alpha1, kind: Mesh, metadata: {name: %s}}".formatted(name);
  }

  /** Replaces the spec of the Mesh {@code default}. */
  public static void specOfMesh(LocalKubeApi kube, String spec) {
    var patch = "[{op: add, path: /spec, value: " + spec + "}]";
    kube.kubectl("patch", "mesh", "default", "--type=json", "-p", patch).succeeded();
  }

  /** The text of a file of the project. */
  public static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a test resource. */
  public static String resource(String path) {
    try (var in = Objects.requireNonNull(ClusterSetup.class.getResourceAsStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Installs the chart's webhook configurations with this port instead of a Service.
   *
   * @param bundle {@code caBundle}; empty for none
   */
  public static void register(LocalKubeApi kube, int port, String bundle) {
    register(kube, port, bundle, configurations -> configurations);
  }

  /** The same with other values in the configurations. */
  public static void register(
      LocalKubeApi kube, int port, String bundle, UnaryOperator<String> configurations) {
    var chart = configurations.apply(text("src/main/kubernetes/webhooks.yaml"));
    var client = "url: " + kube.urlOf(port) + "$1\n      " + bundle;
    kube.kubectlWith(SERVICE.matcher(chart).replaceAll(client), "apply", "-f", "-").succeeded();
  }
}
