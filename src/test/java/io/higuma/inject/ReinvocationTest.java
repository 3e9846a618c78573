package io.higuma.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the reinvocation after other webhooks changed the injected Pod. */
class ReinvocationTest {
  private static final Map<String, String> NATIVE = Map.of();
  private static final Map<String, String> ORDINARY =
      Map.of("KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS", "false");

  private static JsonNode pod() {
    return Pods.pod(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: shop, labels: {app: shop}}
        spec:
          initContainers: [{name: migrate, image: shop}]
          containers:
          - name: app
            image: shop
            readinessProbe: {httpGet: {path: /ready, port: 8080}}
            livenessProbe: {tcpSocket: {port: 8080}}
            startupProbe: {grpc: {port: 9090}}
        """);
  }

  static List<Map<String, String>> modes() {
    return List.of(
        NATIVE,
        ORDINARY,
        Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CNI_ENABLED", "true"),
        Map.of("KUMA_RUNTIME_KUBERNETES_APPLICATION_PROBE_PROXY_PORT", "0"),
        Map.of(
            "KUMA_RUNTIME_KUBERNETES_APPLICATION_PROBE_PROXY_PORT", "0",
            "KUMA_RUNTIME_KUBERNETES_VIRTUAL_PROBES_ENABLED", "true"));
  }

  @ParameterizedTest
  @MethodSource("modes")
  @DisplayName("reliability 6: a reinvocation of an unchanged Pod changes nothing")
  void changesNothing(Map<String, String> mode) {
    var skip = again(injected(pod(), mode), mode);
    assertThat(skip.reason()).isEqualTo(SkipReason.ALREADY_INJECTED);
    assertThat(skip.repairs().operations()).isEmpty();
    assertThat(skip.warnings()).isEmpty();
  }

  @Test
  @DisplayName("reliability 6: a native sidecar without restartPolicy gets it again")
  void restoresRestartPolicy() {
    broken(
        NATIVE,
        "restartPolicy",
        pod -> ((ObjectNode) Pods.container(pod, "kuma-sidecar")).remove("restartPolicy"));
  }

  @ParameterizedTest
  @MethodSource("modes")
  @DisplayName("reliability 6: containers inserted before those of the mesh are moved after them")
  void restoresOrderOfContainers(Map<String, String> mode) {
    var early = injected(pod(), mode);
    containers(early, "containers").insertObject(0).put("name", "early").put("image", "x");
    containers(early, "initContainers").insertObject(0).put("name", "first").put("image", "x");
    containers(early, "initContainers").addObject().put("name", "last").put("image", "x");
    var whole = pod();
    containers(whole, "containers").insertObject(0).put("name", "early").put("image", "x");
    containers(whole, "initContainers").insertObject(0).put("name", "first").put("image", "x");
    containers(whole, "initContainers").addObject().put("name", "last").put("image", "x");
    var skip = again(early, mode);
    var repaired = repaired(early, skip);
    assertThat(names(repaired)).isEqualTo(names(injected(whole, mode)));
    assertThat(skip.warnings()).singleElement().asString().contains("had been reordered");
    assertThat(again(repaired, mode).repairs().operations()).isEmpty();
  }

  @Test
  @DisplayName("reliability 6: a sidecar that was moved before kuma-init comes after it")
  void sortsOurOwn() {
    broken(
        NATIVE,
        "had been reordered",
        pod -> {
          var list = containers(pod, "initContainers");
          list.insert(0, list.remove(1));
        });
    broken(
        NATIVE,
        "had been reordered",
        pod -> {
          var list = containers(pod, "initContainers");
          list.add(list.remove(0));
        });
  }

  @Test
  @DisplayName("reliability 6: probes of an added container go through the sidecar")
  void rewritesProbesOfAddedContainers() {
    var late = injected(pod(), NATIVE);
    containers(late, "containers").add(Pods.container(pod(), "app").deepCopy());
    ((ObjectNode) late.at("/spec/containers/1")).put("name", "late");
    var skip = again(late, NATIVE);
    var repaired = repaired(late, skip);
    assertThat(skip.warnings()).singleElement().asString().contains("3 probe(s)");
    for (var probe : List.of("readinessProbe", "livenessProbe", "startupProbe")) {
      assertThat(Pods.container(repaired, "late").path(probe))
          .isEqualTo(Pods.container(repaired, "app").path(probe));
    }
    assertThat(again(repaired, NATIVE).repairs().operations()).isEmpty();
  }

  @Test
  void addedContainerWhoseProbeUsesThePortOfTheSidecarIsRejected() {
    var late = injected(pod(), NATIVE);
    containers(late, "containers")
        .addObject()
        .put("name", "late")
        .putObject("readinessProbe")
        .putObject("httpGet")
        .put("path", "/ready")
        .put("port", 9001);
    assertThat(Pods.decide(late, NATIVE))
        .asInstanceOf(type(Decision.Reject.class))
        .extracting(Decision.Reject::reason)
        .isEqualTo(RejectReason.PROBE_PORT);
  }

  @Test
  void podInjectedByKumaStaysUnchanged() {
    var kumas = Pods.injected(pod(), NATIVE);
    ((ObjectNode) Pods.container(kumas, "kuma-sidecar")).remove("restartPolicy");
    assertThat(again(kumas, NATIVE).repairs().operations()).isEmpty();
  }

  @Test
  void foreignContainerWithTheNameOfTheSidecarStaysUnchanged() {
    var named =
        Pods.pod(
            """
            metadata: {name: shop}
            spec:
              initContainers: [{name: kuma-sidecar, image: x}]
              containers: [{name: app, image: x, readinessProbe: {tcpSocket: {port: 80}}}]
            """);
    assertThat(again(named, NATIVE).repairs().operations()).isEmpty();
  }

  /** Changes an injected Pod and expects that the reinvocation restores it. */
  private static void broken(
      Map<String, String> mode, String warning, Consumer<JsonNode> otherWebhook) {
    var whole = injected(pod(), mode);
    var pod = whole.deepCopy();
    otherWebhook.accept(pod);
    assertThat(pod).isNotEqualTo(whole);
    var skip = again(pod, mode);
    assertThat(skip.warnings()).singleElement().asString().contains(warning);
    assertThat(repaired(pod, skip)).isEqualTo(whole);
  }

  private static JsonNode injected(JsonNode pod, Map<String, String> mode) {
    var injected = Pods.injected(pod, mode);
    injected
        .withObject("/metadata/annotations")
        .put("higuma.io/injection", "version=1.0.0;settings=0123456789ab");
    return injected;
  }

  private static Decision.Skip again(JsonNode pod, Map<String, String> mode) {
    return (Decision.Skip) Pods.decide(pod, mode);
  }

  private static JsonNode repaired(JsonNode pod, Decision.Skip skip) {
    return JsonPatch.apply(skip.repairs().toJson(), pod);
  }

  private static ArrayNode containers(JsonNode pod, String list) {
    return (ArrayNode) pod.path("spec").path(list);
  }

  private static List<String> names(JsonNode pod) {
    var names = new ArrayList<String>();
    for (var list : List.of("initContainers", "containers")) {
      pod.path("spec").path(list).forEach(c -> names.add(list + "/" + c.path("name").asText()));
    }
    return names;
  }
}
