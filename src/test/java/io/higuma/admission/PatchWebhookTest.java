package io.higuma.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.admission.RunningWebhook.Setup;
import io.higuma.inject.KumaCluster;
import io.higuma.inject.Surroundings.LookupFailed;
import io.higuma.patch.NamedPatch;
import io.higuma.patch.PatchUsers.Users;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.Settings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rejections and warnings for ContainerPatches. */
@DisplayName("reliability 9: rejections and warnings for ContainerPatches")
class PatchWebhookTest {
  private static final String SYSTEM = "kuma-system";
  private static final String STDIN = "{op: add, path: /stdin, value: 'true'}";

  @Test
  void allowsAValidPatchWithoutWarnings() throws Exception {
    var answer = ask(Setup.defaults(), review("CREATE", SYSTEM, STDIN));
    assertThat(answer.path("allowed").asBoolean()).isTrue();
    assertThat(answer.has("warnings")).isFalse();
    assertThat(answer.has("patch")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE", "UPDATE"})
  void refusesPatchesOutsideOfTheSystemNamespaceInKumasWords(String operation) throws Exception {
    var answer = ask(Setup.defaults(), review(operation, "demo", STDIN));
    assertThat(answer.path("allowed").asBoolean()).isFalse();
    assertThat(answer.at("/status/message").asText())
        .isEqualTo(
            "ContainerPatch can only be placed in kuma-system namespace. It can be however"
                + " referenced by pods in all namespaces");
  }

  @Test
  void allowsDeletionOfPatchesOutsideOfTheSystemNamespace() throws Exception {
    assertThat(ask(Setup.defaults(), deletion("demo")).path("allowed").asBoolean()).isTrue();
    var terminating = review("UPDATE", "demo", STDIN);
    terminating
        .withObject("/request/object/metadata")
        .put("deletionTimestamp", "2026-01-01T00:00:00Z");
    assertThat(ask(Setup.defaults(), terminating).path("allowed").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE", "UPDATE"})
  void refusesPatchesThatCanNeverBeApplied(String operation) throws Exception {
    var answer =
        ask(Setup.defaults(), review(operation, SYSTEM, "{op: add, path: /stdin, value: tru}"));
    assertThat(answer.path("allowed").asBoolean()).isFalse();
    assertThat(answer.at("/status/message").asText())
        .startsWith("p.spec.sidecarPatch[0].value: value 'tru' is not valid");
  }

  @Test
  void allowsStatusUpdatesWithoutWarnings() throws Exception {
    var review = review("UPDATE", SYSTEM, "{op: add, path: /nothing, value: '1'}");
    review.withObject("/request").put("subResource", "status");
    assertThat(ask(Setup.defaults(), review).path("allowed").asBoolean()).isTrue();
  }

  @Test
  void warnsAboutPrivileges() throws Exception {
    var answer =
        ask(
            Setup.defaults(),
            review(
                "CREATE", SYSTEM, "{op: add, path: /securityContext/privileged, value: 'true'}"));
    assertThat(answer.path("allowed").asBoolean()).isTrue();
    assertThat(answer.path("warnings"))
        .extracting(JsonNode::asText)
        .contains("p: kuma-sidecar runs privileged, with all rights on its node");
  }

  @Test
  void warnsWhereTheDefaultListCannotBeAppliedAnyMore() throws Exception {
    var setup =
        Setup.around(
                new KumaCluster() {
                  @Override
                  public Optional<NamedPatch> containerPatch(String name) {
                    return Optional.of(patch("q", "{op: remove, path: /livenessProbe/httpGet}"));
                  }
                })
            .with(settings("q,p"));
    var answer =
        ask(setup, review("UPDATE", SYSTEM, "{op: remove, path: /livenessProbe/httpGet/path}"));
    assertThat(answer.path("allowed").asBoolean()).isTrue();
    assertThat(answer.path("warnings"))
        .extracting(JsonNode::asText)
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith("with it the default list q, p (injector.containerPatches)")
                    .contains("p.spec.sidecarPatch[0]"));
  }

  @Test
  void namesWhoIsHurtByADeletion() throws Exception {
    var setup =
        Setup.defaults()
            .with(settings("p"))
            .with(patch -> new Users(22, List.of("demo/Deployment/web", "shop/StatefulSet/db")));
    var answer = ask(setup, deletion(SYSTEM));
    assertThat(answer.path("allowed").asBoolean()).isTrue();
    assertThat(answer.path("warnings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "ContainerPatch p is one of injector.containerPatches: from now on Pods without a list"
                + " of their own are refused",
            "ContainerPatch p is used by demo/Deployment/web, shop/StatefulSet/db and 20 more:"
                + " their next Pods are refused");
  }

  @Test
  void deletesAnUnusedPatchWithoutWarnings() throws Exception {
    assertThat(ask(Setup.defaults(), deletion(SYSTEM)).has("warnings")).isFalse();
  }

  @Test
  void refusesWhereOtherPatchesCannotBeRead() throws Exception {
    var setup =
        Setup.around(
                new KumaCluster() {
                  @Override
                  public Optional<NamedPatch> containerPatch(String name) {
                    throw new LookupFailed("ContainerPatches have not been read yet");
                  }
                })
            .with(settings("q,p"));
    var answer = ask(setup, review("CREATE", SYSTEM, STDIN));
    assertThat(answer.path("allowed").asBoolean()).isFalse();
    assertThat(answer.at("/status/code").asInt()).isEqualTo(500);
  }

  @Test
  void answersNothingAboutPods() throws Exception {
    var answer =
        ask(Setup.defaults(), RunningWebhook.review("demo", RunningWebhook.pod("misdirected")));
    assertThat(answer.at("/status/message").asText())
        .isEqualTo("the request is about a Pod, not about a ContainerPatch");
  }

  private static JsonNode ask(Setup setup, JsonNode review) throws Exception {
    try (var webhook = new RunningWebhook(setup)) {
      return webhook.answer(AdmissionServer.VALIDATE_KUMA_PATH, review);
    }
  }

  private static NamedPatch patch(String name, String operation) {
    return NamedPatch.of(object(name, operation));
  }

  private static ObjectNode object(String name, String operation) {
    return RunningWebhook.yaml(
        "metadata: {name: " + name + "}\nspec: {sidecarPatch: [" + operation + "]}");
  }

  private static ObjectNode review(String operation, String namespace, String patched) {
    return about(
        namespace,
        request -> {
          request.put("operation", operation);
          request.set("object", object("p", patched));
        });
  }

  private static ObjectNode deletion(String namespace) {
    return about(
        namespace,
        request -> {
          request.put("operation", "DELETE").put("name", "p").putNull("object");
          request.set("oldObject", object("p", STDIN));
        });
  }

  private static ObjectNode about(String namespace, Consumer<ObjectNode> request) {
    var review = RunningWebhook.review(namespace, RunningWebhook.JSON.createObjectNode());
    review
        .withObject("/request/kind")
        .put("group", "kuma.io")
        .put("version", "v1alpha1")
        .put("kind", "ContainerPatch");
    request.accept(review.withObject("/request"));
    return review;
  }

  private static Settings settings(String defaults) {
    var sources =
        SettingsSources.none()
            .withEnv(Map.of("KUMA_RUNTIME_KUBERNETES_INJECTOR_CONTAINER_PATCHES", defaults));
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> valid.settings();
      case LoadedSettings.Invalid invalid ->
          throw new AssertionError(invalid.violations().toString());
    };
  }
}
