package io.higuma.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.higuma.testing.ShopNamespace;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@code POST /preview}. */
@QuarkusTest
class PreviewKubeTest extends WorkloadApi {

  private ValidatableResponse preview(String body) {
    return operator().body(body).post("/preview").then();
  }

  @Test
  void previewsTheObjectAndTheDifference() throws IOException {
    preview(json(ShopNamespace.WEB))
        .statusCode(200)
        .body("workloads[0].decision", is("inject"))
        .body("object.kind", is("Deployment"))
        .body("object.spec.template.spec.initContainers.name", hasItem("kuma-sidecar"))
        .body("diff", startsWith("--- object.yaml\n+++ object.yaml\n@@"))
        .body("diff", containsString("\n+      - name: kuma-sidecar\n"));
    preview("{\"namespace\": \"shop\", \"name\": \"aside\"}")
        .statusCode(200)
        .body("workloads[0].decision", is("skip"))
        .body("workloads[0].reason", is("pod_label_disabled"))
        .body("diff", is(""));
  }

  @Test
  void reportsMissingObjects() {
    preview("{\"namespace\": \"shop\", \"name\": \"nobody\"}")
        .statusCode(404)
        .body("detail", is("there is no Pod nobody in namespace shop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "..", "../x", "a/b", "a%2fb", "a?b", "a#b", "A", "ä"})
  void refusesWhatCannotBeANameWithKeyValueAndGrammar(String name) {
    refusesAsAName("/preview", name);
  }
}
