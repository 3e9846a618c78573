package io.higuma.inject;

import static io.higuma.inject.Pods.arguments;
import static io.higuma.inject.Pods.container;
import static io.higuma.inject.Pods.injected;
import static io.higuma.inject.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that Pod-level fields apply to injected containers. */
class PodLevelTest {
  private static final String INJECTOR = "KUMA_RUNTIME_KUBERNETES_INJECTOR_";
  private static final Map<String, String> NONE = Map.of();

  private static final JsonNode NON_ROOT =
      pod(
          """
          metadata: {name: certs}
          spec:
            securityContext: {runAsNonRoot: true}
            containers:
            - {name: app, image: app, securityContext: {runAsNonRoot: false, runAsUser: 0}}
          """);

  @ParameterizedTest
  @ValueSource(strings = {"EXPERIMENTAL=true", "EBPF_ENABLED=true", "SIDECAR_CONTAINER_UID=1000"})
  void initContainerMayBeRootWhereThePodForbidsIt(String setting) {
    var pod = injected(NON_ROOT, settings(setting));

    var init = container(pod, "kuma-init").path("securityContext");
    assertThat(init.path("runAsUser").asInt(-1)).isZero();
    assertThat(init.path("runAsNonRoot").asBoolean(true)).isFalse();
    assertThat(container(pod, "kuma-sidecar").path("securityContext").has("runAsNonRoot"))
        .isFalse();
    assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
  }

  @Test
  void validationIsNotRootAndSetsNothing() {
    var pod = injected(NON_ROOT, settings("CNI_ENABLED=true"));

    var context = container(pod, "kuma-validation").path("securityContext");
    assertThat(context.path("runAsUser").asInt()).isEqualTo(5678);
    assertThat(context.has("runAsNonRoot")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{containers: [{name: app, image: app}]}",
        "{securityContext: {runAsNonRoot: false}, containers: [{name: app, image: app}]}",
        "{securityContext: null, containers: [{name: app, image: app}]}",
        "{containers: [{name: app, image: app, securityContext: {runAsNonRoot: true}}]}"
      })
  void nothingIsSetIfThePodForbidsNothing(String spec) {
    var pod = injected(pod("{metadata: {name: app}, spec: " + spec + "}"), NONE);

    assertThat(container(pod, "kuma-init").path("securityContext").has("runAsNonRoot")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sidecarPatch | {op: add, path: /securityContext/runAsUser, value: '0'} | kuma-sidecar",
        "initPatch | {op: add, path: /securityContext, value: '{\"runAsUser\": 0}'} | kuma-init",
        "initPatch | {op: remove, path: /securityContext/runAsNonRoot} | kuma-init",
      })
  void patchesThatMakeTheKubeletRefuseWarn(String list, String operation, String container) {
    assertThat(warnings(NON_ROOT, list, operation))
        .singleElement()
        .asString()
        .contains("the container " + container, "runs as user 0", "the kubelet does not start it");
  }

  @Test
  void patchesThatLeaveRootToTheInitContainerDoNotWarn() {
    assertThat(
            warnings(
                NON_ROOT,
                "initPatch",
                "{op: add, path: /securityContext/privileged, value: 'true'}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"EXPERIMENTAL=true", "EBPF_ENABLED=true", "CNI_ENABLED=true", "DEFAULT=none"})
  void containersShareTheResourcesOfThePod(String setting) {
    var pod = injected(sized("{limits: {memory: 1Gi}}"), settings(setting));

    for (var list : List.of("/spec/initContainers", "/spec/containers")) {
      for (var container : pod.at(list)) {
        assertThat(container.path("resources")).as("%s", container).isEmpty();
      }
    }
    assertThat(pod.at("/spec/resources/limits/memory").asText()).isEqualTo("1Gi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{limits: {}, requests: {}}", "{requests: null}"})
  void emptyResourcesAreIgnored(String resources) {
    var pod = injected(sized(resources), NONE);

    assertThat(container(pod, "kuma-sidecar").at("/resources/limits/memory").asText())
        .isEqualTo("512Mi");
    assertThat(container(pod, "kuma-init").at("/resources/limits/memory").asText())
        .isEqualTo("50M");
  }

  /** The concurrency follows the lower limit; without a limit, Envoy chooses it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0     | {requests: {cpu: 1}}       | 0",
        "0     | {limits: {cpu: 200m}}      | 2",
        "0     | {limits: {cpu: 3500m}}     | 3",
        "0     | {limits: {cpu: 4}}         | 4",
        "0     | {limits: {memory: 1Gi}}    | 0",
        "0     | {limits: {cpu: 0, memory: 1Gi}} | 0",
        "5     | {limits: {memory: 1Gi}}    | 5",
        "5     | {limits: {cpu: 3}}         | 3",
        "2     | {limits: {cpu: 8}}         | 2",
      })
  void threadsFollowTheLowerLimit(String configured, String resources, int threads) {
    var pod =
        injected(
            sized(resources),
            Map.of("KUMA_INJECTOR_SIDECAR_CONTAINER_RESOURCES_LIMITS_CPU", configured));

    assertThat(arguments(pod, "kuma-sidecar"))
        .filteredOn(argument -> argument.startsWith("--concurrency"))
        .isEqualTo(threads == 0 ? List.of() : List.of("--concurrency=" + threads));
  }

  @Test
  void concurrencyAnnotationWins() {
    var pod = sized("{limits: {cpu: 4}}");
    pod.withObject("/metadata/annotations").put("kuma.io/sidecar-proxy-concurrency", "1");

    assertThat(arguments(injected(pod, NONE), "kuma-sidecar")).contains("--concurrency=1");
  }

  @Test
  void patchesCanGiveContainersResourcesAgain() {
    var pod = sized("{limits: {memory: 1Gi}}");
    var operation = "{op: add, path: /resources/limits/memory, value: '\"64Mi\"'}";

    var injected = patched(pod, "sidecarPatch", operation);
    assertThat(container(injected, "kuma-sidecar").path("resources").toString())
        .isEqualTo("{\"limits\":{\"memory\":\"64Mi\"}}");
    assertThat(container(injected, "kuma-init").path("resources")).isEmpty();
    assertThat(warnings(pod, "sidecarPatch", operation)).isEmpty();
  }

  @Test
  void aPatchedLimitAboveThatOfThePodWarns() {
    assertThat(
            warnings(
                sized("{limits: {memory: 1Gi}}"),
                "sidecarPatch",
                "{op: add, path: /resources/limits/memory, value: '\"2Gi\"'}"))
        .singleElement()
        .asString()
        .contains("kuma-sidecar", "memory=2Gi", "1Gi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limits", "requests"})
  void aPatchedRequestAboveThatOfThePodWarns(String list) {
    assertThat(
            warnings(
                sized("{requests: {memory: 64Mi}, limits: {memory: 1Gi}}"),
                "sidecarPatch",
                "{op: add, path: /resources/%s/memory, value: '\"128Mi\"'}".formatted(list)))
        .singleElement()
        .asString()
        .contains("kuma-sidecar", "request memory=128Mi", "64Mi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "volumeMounts | {\"name\": \"metrics-cert\", \"mountPath\": \"/kuma\"}",
        "volumeDevices | {\"name\": \"metrics-cert\", \"devicePath\": \"/kuma\"}"
      })
  void patchesThatMountAVolumeWhichThePodLacksWarn(String field, String mount) {
    var pod = pod("{metadata: {name: app}, spec: {containers: [{name: app, image: app}]}}");
    var operation = "{op: add, path: /%s/-, value: '%s'}".formatted(field, mount);

    assertThat(warnings(pod, "sidecarPatch", operation))
        .singleElement()
        .asString()
        .contains("kuma-sidecar", "'metrics-cert'", "'/kuma'", "no such volume");
    assertThat(warnings(pod, "initPatch", operation))
        .singleElement()
        .asString()
        .contains("kuma-init", "'metrics-cert'", "'/kuma'");

    ((ObjectNode) pod.path("spec")).putArray("volumes").addObject().put("name", "metrics-cert");
    assertThat(warnings(pod, "sidecarPatch", operation)).isEmpty();
  }

  @Test
  void volumesOfTheMeshAreThereToMount() {
    assertThat(
            warnings(
                NON_ROOT,
                "sidecarPatch",
                "{op: add, path: /volumeMounts/-,"
                    + " value: '{\"name\": \"kuma-init-tmp\", \"mountPath\": \"/init\"}'}"))
        .isEmpty();
  }

  private static ObjectNode sized(String resources) {
    return (ObjectNode)
        pod(
            "{metadata: {name: tight}, spec: {resources: %s, containers: [{name: app, image: app}]}}"
                .formatted(resources));
  }

  private static Map<String, String> settings(String setting) {
    var pair = setting.split("=", 2);
    return switch (pair[0]) {
      case "EXPERIMENTAL" -> Map.of("KUMA_EXPERIMENTAL_SIDECAR_CONTAINERS", "false");
      case "DEFAULT" -> NONE;
      default -> Map.of(INJECTOR + pair[0], pair[1]);
    };
  }

  private static List<String> warnings(JsonNode pod, String list, String operation) {
    return decision(pod, list, operation).warnings();
  }

  private static JsonNode patched(JsonNode pod, String list, String operation) {
    return switch (decision(pod, list, operation)) {
      case Decision.Inject inject -> JsonPatch.apply(inject.patch().toJson(), pod);
      case Decision.Skip skip -> throw new AssertionError(skip.message());
      case Decision.Reject reject -> throw new AssertionError(reject.message());
    };
  }

  /** Cluster objects with one default patch with this operation. */
  private static Decision decision(JsonNode pod, String list, String operation) {
    var patch = pod("{metadata: {name: p}, spec: {%s: [%s]}}".formatted(list, operation));
    var around =
        new KumaCluster() {
          @Override
          public Optional<NamedPatch> containerPatch(String name) {
            return Optional.of(NamedPatch.of(patch));
          }
        };
    try {
      return Pods.injector(Map.of(INJECTOR + "CONTAINER_PATCHES", "p"))
          .decide(PodReader.read(pod), "demo", around);
    } catch (PodReader.Malformed e) {
      throw new AssertionError(e);
    }
  }
}
