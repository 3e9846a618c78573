package io.higuma.testing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Installs the objects that a control plane needs, and its webhook configurations. */
public final class ClusterSetup {
  private static final Pattern SERVICE =
      Pattern.compile("service:\\n +namespace: .*\\n +name: .*\\n +path: (.*)\\n +port: 443");

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String DEFINITIONS = "apiextensions.k8s.io/v1";

  /** A Pod that Higuma refuses. */
  private static final Pod PROBE =
      new PodBuilder()
          .withNewMetadata()
          .withName("probe")
          .withNamespace("default")
          .withLabels(
              Map.of("kuma.io/sidecar-injection", "enabled", "kuma.io/mesh", "no-such-mesh"))
          .endMetadata()
          .withNewSpec()
          .addNewContainer()
          .withName("probe")
          .withImage("probe")
          .endContainer()
          .endSpec()
          .build();

  private ClusterSetup() {}

  /** Creates a Namespace whose Pods are injected. */
  public static void injectedNamespace(LocalKubeApi kube, String name) {
    namespace(kube, name, Map.of("kuma.io/sidecar-injection", "enabled"));
  }

  private static void namespace(LocalKubeApi kube, String name, Map<String, String> labels) {
    var namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .build();
    kube.client().resource(namespace).create();
  }

  /** Whether the API server calls Higuma's webhook and trusts its certificate. */
  static boolean isRegistered(LocalKubeApi kube) {
    try {
      kube.client().resource(PROBE).dryRun(true).create();
      return false;
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage()).contains("\"no-such-mesh\" not found");
    }
  }

  /** Installs Kuma's CRDs, the system namespace and the Mesh {@code default}. */
  public static void install(LocalKubeApi kube) {
    define(kube);
    namespace(kube, ControlPlane.SYSTEM, Map.of());
    // An established kind may be served a moment later.
    Awaitility.await()
        .atMost(LIMIT)
        .ignoreExceptionsMatching(ClusterSetup::isNotFound)
        .until(() -> create(kube, "kuma.io/v1alpha1", "Mesh", mesh("default")).isPresent());
  }

  private static boolean isNotFound(Throwable failed) {
    return failed instanceof KubernetesClientException e && e.getCode() == 404;
  }

  /** Installs Kuma's CRDs. */
  static void define(LocalKubeApi kube) {
    try (var files = Files.list(Path.of("helm", "higuma", "crds"))) {
      files.forEach(
          file -> create(kube, DEFINITIONS, "CustomResourceDefinition", text(file.toString())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("definitions")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> definitions(kube).allMatch(ClusterSetup::isEstablished));
  }

  /**
   * By the client: kubectl reads the schemas of all kinds first, which the API server then makes.
   */
  private static Optional<GenericKubernetesResource> create(
      LocalKubeApi kube, String version, String kind, String yaml) {
    // The client takes what begins with a brace for JSON.
    var in = new ByteArrayInputStream(("---\n" + yaml).getBytes(StandardCharsets.UTF_8));
    return Optional.of(kube.client().genericKubernetesResources(version, kind).load(in).create());
  }

  private static Stream<CustomResourceDefinition> definitions(LocalKubeApi kube) {
    return kube
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .list()
        .getItems()
        .stream();
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return Stream.ofNullable(definition.getStatus())
        .flatMap(status -> Stream.ofNullable(status.getConditions()))
        .flatMap(List::stream)
        .anyMatch(
            condition ->
                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  /** As {@link #install}, with the related objects of the recorded Pods. */
  public static void installAmongVectors(LocalKubeApi kube) {
    install(kube);
    kube.kubectlWith(resource("/kuma-2.14/cluster.yaml"), "apply", "-f", "-").succeeded();
  }

  /** Applies the chart's Deployment, with this many of its two replicas available. */
  public static void deploy(LocalKubeApi kube, int available) {
    kube.kubectl("apply", "-fsrc/main/kubernetes/deployment.yaml").succeeded();
    rollOut(kube, available);
  }

  /** Writes the status of the chart's Deployment, as its controller would. */
  public static void rollOut(LocalKubeApi kube, int available) {
    var status =
        """
        {"status": {"observedGeneration": 1, "replicas": 2, "updatedReplicas": 2,
          "availableReplicas": %d, "readyReplicas": 2}}
        """
            .formatted(available);
    kube.kubectl(
            "patch",
            "deployment",
            "kuma-control-plane",
            "-nkuma-system",
            "--subresource=status",
            "-p",
            status)
        .succeeded();
  }

  /** Creates the objects of these documents, in their order. */
  public static void create(LocalKubeApi kube, String yaml) {
    // The client takes what begins with a brace for JSON.
    var in = new ByteArrayInputStream(("---\n" + yaml).getBytes(StandardCharsets.UTF_8));
    kube.client().load(in).create();
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
