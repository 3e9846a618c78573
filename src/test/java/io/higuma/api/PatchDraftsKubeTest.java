package io.higuma.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.patch.UnifiedDiff;
import io.higuma.testing.ShopNamespace;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The draft of a ContainerPatch is rendered by what {@code POST /preview} uses. */
@QuarkusTest
class PatchDraftsKubeTest extends WorkloadApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATCH =
      """
      apiVersion: kuma.io/v1alpha1
      kind: ContainerPatch
      metadata: {name: drafted, namespace: kuma-system}
      spec:
        sidecarPatch:
        - {op: replace, path: /resources/requests/memory, value: '"71Mi"'}
        initPatch:
        - {op: add, path: /env/-, value: '{"name": "DRAFTED", "value": "yes"}'}
      """;

  @Inject PatchDrafts drafts;

  @Test
  void diffOfADraftIsThatOfThePreviewsWithoutAndWithTheAppliedPatch() throws IOException {
    var own = new WorkloadQuery.InCluster("apps/v1", "Deployment", "shop", "own");
    var drafted = drafts.attempt(PATCH, Optional.of(own));
    assertThat(drafted.violations()).isEmpty();
    assertThat(drafted.diff()).contains("71Mi", "+- name: DRAFTED\n");

    shop.apply(PATCH);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(decision("drafted")).isEqualTo("inject"));
      assertThat(
              UnifiedDiff.of(
                  "containers.yaml", injectedContainers(""), injectedContainers("drafted")))
          .isEqualTo(drafted.diff());
    } finally {
      controlPlane.kube().kubectl("delete", "containerpatch", "drafted", "-nkuma-system");
    }
  }

  @Test
  void draftThatDoesNotFitIsRefused() {
    var wrong = PATCH.replace("/env/-", "/no/such/-");
    var own = new WorkloadQuery.InCluster("apps/v1", "Deployment", "shop", "own");

    assertThat(drafts.attempt(wrong, Optional.of(own)).violations())
        .anyMatch(violation -> violation.toString().startsWith("drafted.spec.initPatch[0]"));
  }

  private String decision(String patches) throws IOException {
    return preview(patches).at("/workloads/0/decision").asText();
  }

  /** The preview of the Deployment with these ContainerPatches. */
  private JsonNode preview(String patches) throws IOException {
    var body =
        json(ShopNamespace.unpatched("own"))
            .replace(
                "\"kuma.io/container-patches\":\"\"",
                "\"kuma.io/container-patches\":\"" + patches + "\"");
    return read(operator().body(body).post("/preview").then().statusCode(200).extract().asString());
  }

  private static JsonNode read(String json) throws JsonProcessingException {
    return JSON.readTree(json);
  }

  /** The containers that injection has added, in the form of the draft's diff. */
  private String injectedContainers(String patches) throws IOException {
    var spec = preview(patches).at("/object/spec/template/spec");
    var text = new StringBuilder();
    for (var list : List.of("initContainers", "containers")) {
      for (var container : spec.path(list)) {
        if (Set.of("kuma-sidecar", "kuma-init").contains(container.path("name").asText())) {
          text.append("# ").append(list).append('\n').append(YamlText.of(container));
        }
      }
    }
    return text.toString();
  }
}
