package io.higuma.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import io.higuma.testing.NeedsKube;
import io.higuma.testing.NeedsPackage;
import io.higuma.testing.OtherWebhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Other mutating webhooks before and after ours, on a real API server. */
@NeedsKube
@NeedsPackage
class OtherWebhooksKubeTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static LocalKubeApi kube;
  private static ControlPlane controlPlane;
  private static OtherWebhook before;
  private static OtherWebhook after;

  @BeforeAll
  static void start(LocalKubeApi api) {
    kube = api;
    before = new OtherWebhook();
    after = new OtherWebhook();
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, "shop");
    controlPlane = ControlPlane.start(kube, Map.of()).awaitReady().register();
    before.register(kube, "a-before", "shop");
    after.register(kube, "z-after", "shop");
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              create("probe", "--dry-run=server").succeeded();
              return before.calls() > 0 && after.calls() > 0;
            });
  }

  @AfterAll
  static void stop() {
    controlPlane.close();
    before.close();
    after.close();
  }

  @Test
  @DisplayName("reliability 6: others change what is theirs, and the second call changes nothing")
  void calmNeighbours() {
    before.change(pod -> addContainer(pod, "early"));
    after.change(pod -> pod.withObject("/metadata/labels").put("example.com/seen", "yes"));
    assertThat(create("calm").succeeded().err()).isEmpty();
    var pod = pod("calm");
    assertThat(names(pod.getSpec().getInitContainers()))
        .containsExactly("kuma-init", "kuma-sidecar");
    assertThat(names(pod.getSpec().getContainers())).containsExactly("calm", "early");
    assertThat(probePort(pod, "early")).isEqualTo(9001);
    assertThat(pod.getMetadata().getLabels()).containsEntry("example.com/seen", "yes");
  }

  @Test
  @DisplayName("reliability 6: what another webhook breaks is put right by the second call")
  void breakingNeighbour() {
    before.change(pod -> {});
    after.change(OtherWebhooksKubeTest::breakOnce);
    int calls = after.calls();
    var created = create("broken").succeeded();
    assertThat(created.err())
        .contains("kuma-sidecar had lost its restartPolicy Always")
        .contains("1 probe(s) came after the injection")
        .contains("had been reordered");
    assertThat(after.calls()).isEqualTo(calls + 2);
    var pod = pod("broken");
    assertThat(names(pod.getSpec().getInitContainers()))
        .containsExactly("kuma-init", "kuma-sidecar", "first");
    assertThat(pod.getSpec().getInitContainers().get(1).getRestartPolicy()).isEqualTo("Always");
    assertThat(names(pod.getSpec().getContainers())).containsExactly("broken", "late");
    assertThat(probePort(pod, "late")).isEqualTo(9001);
  }

  /** Idempotent: its reinvocation does not change the Pod. */
  private static void breakOnce(ObjectNode pod) {
    if (pod.at("/spec/containers").findValuesAsText("name").contains("late")) {
      return;
    }
    addContainer(pod, "late");
    var init = (ArrayNode) pod.at("/spec/initContainers");
    init.forEach(container -> ((ObjectNode) container).remove("restartPolicy"));
    init.add(init.remove(0));
    init.insertObject(0).put("name", "first").put("image", "first");
  }

  private static void addContainer(ObjectNode pod, String name) {
    var containers = (ArrayNode) pod.at("/spec/containers");
    if (containers.findValuesAsText("name").contains(name)) {
      return;
    }
    var container = containers.addObject().put("name", name).put("image", name);
    container.withObject("/readinessProbe/httpGet").put("path", "/ready").put("port", 8080);
    container.withArray("/ports").addObject().put("containerPort", 8080);
  }

  private static CommandResult create(String name, String... more) {
    var arguments = new ArrayList<>(List.of("run", name, "--image=app", "-nshop"));
    arguments.addAll(List.of(more));
    return kube.kubectl(arguments.toArray(String[]::new));
  }

  private static Pod pod(String name) {
    return kube.client().pods().inNamespace("shop").withName(name).get();
  }

  private static List<String> names(List<Container> containers) {
    return containers.stream().map(Container::getName).toList();
  }

  private static int probePort(Pod pod, String container) {
    return pod.getSpec().getContainers().stream()
        .filter(one -> one.getName().equals(container))
        .findFirst()
        .orElseThrow()
        .getReadinessProbe()
        .getHttpGet()
        .getPort()
        .getIntVal();
  }
}
