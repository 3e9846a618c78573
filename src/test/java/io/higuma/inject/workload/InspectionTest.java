package io.higuma.inject.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.zjsonpatch.JsonPatch;
import io.higuma.inject.Decision;
import io.higuma.inject.InjectVectors;
import io.higuma.inject.InjectionContext;
import io.higuma.inject.KumaCluster;
import io.higuma.inject.PodReader;
import io.higuma.inject.RejectReason;
import io.higuma.inject.SidecarInjector;
import io.higuma.inject.SkipReason;
import io.higuma.inject.Surroundings;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.RenderingDigest;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the injection state of Pods of a cluster. */
class InspectionTest {
  private static final Surroundings CLUSTER = new KumaCluster();
  private static final String TEMPLATE =
      """
      metadata: {labels: {app: web}, annotations: {kuma.io/container-patches: patch-a}}
      spec:
        containers:
        - name: app
          image: app
          ports: [{containerPort: 80}]
          livenessProbe: {httpGet: {path: /live, port: 80}}
      """;

  @Test
  void usesOnlyTheProvenanceIfItIsEqual() {
    var now = injection(Map.of());
    assertThat(inspect(stored(TEMPLATE, now), now, null)).isEqualTo(new PodState.Injected());
  }

  @Test
  void isNotOutdatedIfOnlyTheProvenanceDiffers() {
    var later = injection(Map.of()).markedWith("2", "");
    assertThat(inspect(stored(TEMPLATE, injection(Map.of())), later, TEMPLATE))
        .isEqualTo(new PodState.Injected());
  }

  @Test
  void reportsDifferencesOfOtherSettings() {
    var later =
        injection(
            Map.of(
                "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IMAGE", "kuma/kuma-dp:2",
                "KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_ENV_VARS", "MORE:yes",
                "KUMA_RUNTIME_KUBERNETES_APPLICATION_PROBE_PROXY_PORT", "9100"));
    var state = inspect(stored(TEMPLATE, injection(Map.of())), later, TEMPLATE);
    assertThat(state).isInstanceOf(PodState.Outdated.class);
    var outdated = (PodState.Outdated) state;
    assertThat(outdated.reasons()).containsExactly("settings, certificate or kind of sidecar");
    assertThat(outdated.changes())
        .contains(
            "~ init container kuma-sidecar /image: kuma/kuma-dp:latest, now kuma/kuma-dp:2",
            "+ init container kuma-sidecar /env/MORE: {\"name\":\"MORE\",\"value\":\"yes\"}",
            "~ container app /livenessProbe/httpGet/port: 9001, now 9100",
            "~ annotation kuma.io/application-probe-proxy-port: 9001, now 9100")
        .hasSize(6);
  }

  @Test
  void reportsOtherPatches() {
    var stored = stored(TEMPLATE, injection(Map.of()));
    var template = TEMPLATE.replace("patch-a", "");
    ((ObjectNode) stored.at("/metadata/annotations")).put("kuma.io/container-patches", "");
    var outdated = (PodState.Outdated) inspect(stored, injection(Map.of()), template);
    assertThat(outdated.reasons()).hasSize(1);
    assertThat(outdated.reasons().getFirst()).startsWith("ContainerPatches patch-a@");
    assertThat(outdated.reasons().getFirst()).endsWith(", now none");
    assertThat(outdated.changes()).isNotEmpty();
  }

  @Test
  void reportsThatTheSidecarWouldMove() {
    var ordinary = new InjectionContext(Settings.defaults(), false, "").markedWith("1", "");
    var outdated =
        (PodState.Outdated) inspect(stored(TEMPLATE, injection(Map.of())), ordinary, TEMPLATE);
    assertThat(outdated.changes())
        .contains("- init container kuma-sidecar", "+ container kuma-sidecar");
  }

  @Test
  void reportsThatItWouldGetNoSidecar() {
    var later = injection(Map.of("KUMA_RUNTIME_KUBERNETES_EXCEPTIONS_LABELS", "app:web"));
    var outdated =
        (PodState.Outdated) inspect(stored(TEMPLATE, injection(Map.of())), later, TEMPLATE);
    assertThat(outdated.changes())
        .containsExactly("- sidecar: the Pod carries the exception label app=web");
  }

  @Test
  void ignoresDefaultsOfTheApiServer() {
    var stored = stored(TEMPLATE, injection(Map.of()));
    var sidecar = (ObjectNode) stored.at("/spec/initContainers/1");
    assertThat(sidecar.path("name").asText()).isEqualTo("kuma-sidecar");
    sidecar.put("terminationMessagePath", "/dev/termination-log");
    sidecar.withObject("/livenessProbe/httpGet").put("scheme", "HTTP");
    sidecar.withObject("/resources/limits").put("memory", "268435456");
    sidecar
        .withArray("/volumeMounts")
        .addObject()
        .put("name", "kube-api-access-x")
        .put("mountPath", PodReader.TOKEN_PATH);
    assertThat(inspect(stored, injection(Map.of()).markedWith("2", ""), TEMPLATE))
        .isEqualTo(new PodState.Injected());
  }

  @Test
  void worksWithoutTemplate() {
    var stored = stored(TEMPLATE, injection(Map.of()));
    var same = injection(Map.of()).markedWith("2", "");
    assertThat(inspect(stored, same, "")).isEqualTo(new PodState.Injected());
    var other =
        injection(
            Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_SIDECAR_CONTAINER_IMAGE", "kuma/kuma-dp:2"));
    assertThat(inspect(stored, other, "")).isInstanceOf(PodState.Outdated.class);
  }

  @Test
  void distinguishesSkippedFromMissing() {
    var injection = injection(Map.of());
    assertThat(inspect(plain("plain"), injection, ""))
        .isInstanceOfSatisfying(
            PodState.Skipped.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.NOT_LABELLED));
    assertThat(inspect(plain("demo"), injection, ""))
        .isEqualTo(
            new PodState.Missing(Optional.empty(), "it was created without passing the webhook"));
    var lost = plain("demo");
    lost.withObject("/metadata/labels").put("kuma.io/mesh", "nowhere");
    assertThat(inspect(lost, injection, ""))
        .isInstanceOfSatisfying(
            PodState.Missing.class,
            missing -> assertThat(missing.refused()).contains(RejectReason.MESH_NOT_FOUND));
  }

  static Stream<InjectVectors.Vector> vectors() {
    return InjectVectors.all().stream()
        .filter(vector -> vector.profile().equals("default") && vector.patched().isPresent())
        .filter(vector -> !vector.patched().orElseThrow().equals(vector.pod()));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatIsInjectedNowIsNotOutdated(InjectVectors.Vector vector) throws Exception {
    var settings = InjectVectors.settings("default");
    var injection = new InjectionContext(settings, true, InjectVectors.caCertificate());
    var decision =
        new SidecarInjector(injection)
            .decide(PodReader.read(vector.pod()), vector.namespace(), CLUSTER);
    if (decision instanceof Decision.Inject inject) {
      var stored = (ObjectNode) JsonPatch.apply(inject.patch().toJson(), vector.pod());
      stored.withObject("/metadata").put("namespace", vector.namespace());
      owned(stored);
      var pod = PodReader.read(stored);
      var byTemplate = new Inspection(injection, CLUSTER, (_, _) -> Optional.of(vector.pod()));
      assertThat(byTemplate.inspect(stored, pod)).isEqualTo(new PodState.Injected());
    }
  }

  @Test
  void namesTheWorkload() throws Exception {
    var pod = stored(TEMPLATE, injection(Map.of()));
    assertThat(Controller.of(PodReader.read(pod))).hasToString("demo/Deployment/web");
    pod.withObject("/metadata/labels").remove("pod-template-hash");
    assertThat(Controller.of(PodReader.read(pod))).hasToString("demo/ReplicaSet/web-5d8f");
    pod.withObject("/metadata").remove("ownerReferences");
    assertThat(Controller.of(PodReader.read(pod))).hasToString("demo/Pod/web-5d8f-x");
  }

  private static PodState inspect(JsonNode stored, InjectionContext injection, String template) {
    var inspection =
        new Inspection(
            injection,
            CLUSTER,
            (namespace, controller) -> {
              if (template == null) {
                throw new AssertionError("the template was not needed");
              }
              return template.isEmpty() ? Optional.empty() : Optional.of(yaml(template));
            });
    try {
      return inspection.inspect(stored, PodReader.read(stored));
    } catch (PodReader.Malformed e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Pod of the Deployment {@code web} as it is after injection. */
  private static ObjectNode stored(String template, InjectionContext injection) {
    var pod = yaml(template);
    pod.withObject("/metadata").put("name", "web-5d8f-x").put("namespace", "demo");
    pod.withObject("/metadata/labels").put("pod-template-hash", "5d8f");
    owned(pod);
    try {
      var decision = new SidecarInjector(injection).decide(PodReader.read(pod), "demo", CLUSTER);
      var inject = (Decision.Inject) decision;
      return (ObjectNode) JsonPatch.apply(inject.patch().toJson(), pod);
    } catch (PodReader.Malformed e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void owned(ObjectNode pod) {
    pod.withArray("/metadata/ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", "ReplicaSet")
        .put("name", "web-5d8f")
        .put("uid", "u")
        .put("controller", true);
  }

  private static ObjectNode plain(String namespace) {
    var pod = yaml("metadata: {name: p}\nspec: {containers: [{name: app, image: app}]}");
    pod.withObject("/metadata").put("namespace", namespace);
    return pod;
  }

  private static InjectionContext injection(Map<String, String> environment) {
    return switch (SettingsLoader.load(SettingsSources.none().withEnv(environment))) {
      case LoadedSettings.Valid valid ->
          new InjectionContext(valid.settings(), true, "")
              .markedWith("1", RenderingDigest.of(valid.settings()));
      case LoadedSettings.Invalid invalid ->
          throw new AssertionError(List.of(invalid.violations()));
    };
  }

  private static ObjectNode yaml(String text) {
    try {
      return (ObjectNode) new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
