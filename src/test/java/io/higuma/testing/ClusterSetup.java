package io.higuma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What a cluster has before a control plane works in it, and what leads its calls there. */
public final class ClusterSetup {
  private static final Pattern SERVICE =
      Pattern.compile("service:\\n +namespace: .*\\n +name: .*\\n +path: (.*)\\n +port: 443");

  private ClusterSetup() {}

  /** Creates a Namespace whose Pods are injected. */
  public static void injectedNamespace(LocalKubeApi kube, String name) {
    kube.kubectl("create", "namespace", name).succeeded();
    kube.kubectl("label", "namespace", name, "kuma.io/sidecar-injection=enabled").succeeded();
  }

  /** Whether the API server sends Pods to Higuma, and trusts what it finds. */
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

  /** Definitions of Kuma's resources, the system namespace and the Mesh {@code default}. */
  public static void install(LocalKubeApi kube) {
    define(kube);
    kube.kubectl("create", "namespace", ControlPlane.SYSTEM).succeeded();
    kube.kubectlWith(mesh("default"), "apply", "-f", "-").succeeded();
  }

  /** Definitions of Kuma's resources. */
  static void define(LocalKubeApi kube) {
    kube.kubectl("apply", "-f", "helm/higuma/crds").succeeded();
    kube.kubectl("wait", "--for=condition=Established", "-f", "helm/higuma/crds").succeeded();
  }

  /** As {@link #install}, and what the recorded Pods have around them. */
  public static void installAmongVectors(LocalKubeApi kube) {
    install(kube);
    kube.kubectlWith(resource("/kuma-2.14/cluster.yaml"), "apply", "-f", "-").succeeded();
  }

  /** A Mesh of this name. */
  public static String mesh(String name) {
    return "{apiVersion: kuma.io/v1alpha1, kind: Mesh, metadata: {name: %s}}".formatted(name);
  }

  /** The text of a file of the project. */
  public static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a resource of the tests. */
  public static String resource(String path) {
    try (var in = Objects.requireNonNull(ClusterSetup.class.getResourceAsStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The chart's webhook configurations, which lead to this port instead of to a Service.
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
