package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.inject.workload.Workload;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pod-level fields and their limits, on a real API server. */
@NeedsKube
@NeedsPackage
class PodLevelKubeTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "pods");
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady().register();
  }

  @AfterAll
  static void stop() {
    if (controlPlane != null) {
      controlPlane.close();
    }
  }

  @Test
  void kubeletStartsTheContainersOfPodsThatForbidRoot() throws Exception {
    var pod = created(podOf("non-root"));

    assertThat(names(pod)).contains("kuma-init", "kuma-sidecar", "controller");
    for (var container : containers(pod)) {
      assertThat(isRefusedByTheKubelet(pod, container)).as("%s", container).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-resources", "own-resources-patched"})
  void podsWithResourcesOfTheirOwnAreAccepted(String golden) throws Exception {
    for (var document : documents(golden)) {
      if (document.path("kind").asText().equals("ContainerPatch")) {
        kube.kubectlWith(document.toString(), "apply", "-f", "-").succeeded();
      }
    }

    var pod = created(podOf(golden));

    assertThat(names(pod)).contains("kuma-sidecar");
    assertThat(pod.at("/spec/resources/limits/memory").asText()).isEqualTo("200Mi");
    for (var container : containers(pod)) {
      if (golden.equals("own-resources") && container.path("name").asText().startsWith("kuma-")) {
        assertThat(container.path("resources")).isEmpty();
      }
    }
  }

  @Test
  void missingVolumeOfAPatchIsNamedBeforeTheApiServerRefusesIt() throws Exception {
    for (var document : documents("patch-mounts-explained")) {
      if (document.path("kind").asText().equals("ContainerPatch")) {
        kube.kubectlWith(document.toString(), "apply", "-f", "-").succeeded();
      }
    }
    var pod = podOf("patch-mounts-explained");

    var refused = create(pod);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains("Warning: ", "kuma-sidecar", "'metrics-cert'", "'/kuma'")
        .contains("volumeMounts[1].name: Not found: \"metrics-cert\"");

    ((ObjectNode) pod.path("spec"))
        .putArray("volumes")
        .addObject()
        .put("name", "metrics-cert")
        .putObject("emptyDir");
    assertThat(create(pod).succeeded().err()).doesNotContain("metrics-cert");
  }

  @Test
  void portsOfTheSidecarWarn() throws Exception {
    var created = create(podOf("ports-of-the-sidecar")).succeeded();

    assertThat(created.err().lines())
        .filteredOn(line -> line.contains("declares port"))
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("Warning: container app declares port "));
  }

  @Test
  void windowsStaysAsItIs() throws Exception {
    for (var document : documents("windows-explained")) {
      var pod = created(podOf(document));
      assertThat(names(pod)).containsExactly("app");
    }
    var refused = create(podOf("windows-refused-explained"));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("Forbidden", "namespace-kuma-injector", "runs on Windows");
  }

  /**
   * The check of the kubelet before it starts a container. Without a user it reads the user of the
   * image, which the sidecar images do not rely on.
   */
  private static boolean isRefusedByTheKubelet(JsonNode pod, JsonNode container) {
    var own = container.path("securityContext");
    var general = pod.at("/spec/securityContext");
    boolean nonRoot = own.path("runAsNonRoot").asBoolean(general.path("runAsNonRoot").asBoolean());
    var user = own.has("runAsUser") ? own.path("runAsUser") : general.path("runAsUser");
    return nonRoot && user.asInt(-1) == 0;
  }

  private static List<JsonNode> containers(JsonNode pod) {
    var containers = new ArrayList<JsonNode>();
    pod.at("/spec/initContainers").forEach(containers::add);
    pod.at("/spec/containers").forEach(containers::add);
    return containers;
  }

  private static List<String> names(JsonNode pod) {
    return containers(pod).stream().map(container -> container.path("name").asText()).toList();
  }

  private static JsonNode created(JsonNode pod) throws IOException {
    return JSON.readTree(create(pod).succeeded().out());
  }

  private static CommandResult create(JsonNode pod) {
    return kube.kubectlWith(pod.toString(), "create", "-n", "pods", "-ojson", "-f", "-");
  }

  /** The first Pod in the input of a golden. */
  private static JsonNode podOf(String golden) throws IOException {
    for (var document : documents(golden)) {
      if (!Workload.in(document, "").isEmpty()) {
        return podOf(document);
      }
    }
    throw new AssertionError(golden);
  }

  private static JsonNode podOf(JsonNode document) {
    var workload = Workload.in(document, "").getFirst();
    ObjectNode pod = document.at(workload.podPointer()).deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    var metadata = pod.withObject("/metadata");
    metadata.remove(List.of("namespace", "name"));
    metadata.put("generateName", "pod-");
    return pod;
  }

  private static List<JsonNode> documents(String golden) throws IOException {
    var input = GOLDENS.resolve(golden).resolve("input.yaml").toFile();
    try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(input)) {
      return documents.readAll();
    }
  }
}
