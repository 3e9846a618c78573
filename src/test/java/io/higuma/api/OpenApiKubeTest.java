package io.higuma.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.testing.KubeTestResource;
import io.higuma.testing.NeedsKube;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Tests of the OpenAPI document. */
@NeedsKube
@QuarkusTest
@WithTestResource(
    value = KubeTestResource.class,
    initArgs = @ResourceArg(name = "KUMA_API_SERVER_AUTHN_LOCALHOST_IS_ADMIN", value = "false"))
class OpenApiKubeTest {
  private static final List<String> OPERATIONS =
      List.of(
          "DELETE /config/{path}",
          "GET /config",
          "GET /config/runtime/kubernetes/injector/history",
          "GET /config/{path}",
          "GET /inventory",
          "GET /inventory/dataplanes",
          "GET /inventory/dataplanes/{namespace}/{name}",
          "GET /inventory/patches",
          "GET /inventory/workloads",
          "GET /overview",
          "GET /overview/events",
          "PATCH /config/{path}",
          "POST /config/runtime/kubernetes/injector/rollback/{revision}",
          "POST /explain",
          "POST /preview");

  private record Operation(String name, JsonNode node) {}

  private static JsonNode document() throws IOException {
    var text = given().queryParam("format", "JSON").get("/openapi").then().statusCode(200);
    return new ObjectMapper().readTree(text.extract().asString());
  }

  private static List<Operation> operations() throws IOException {
    return document().path("paths").properties().stream()
        .flatMap(path -> operations(path.getKey(), path.getValue()))
        .toList();
  }

  private static Stream<Operation> operations(String path, JsonNode item) {
    return item.properties().stream()
        .filter(entry -> entry.getValue().has("responses"))
        .map(entry -> new Operation(method(entry) + " " + path, entry.getValue()));
  }

  private static String method(Map.Entry<String, JsonNode> entry) {
    return entry.getKey().toUpperCase(Locale.ROOT);
  }

  @Test
  void hasEveryOperation() throws IOException {
    assertThat(operations())
        .extracting(Operation::name)
        .containsExactlyInAnyOrderElementsOf(OPERATIONS);
  }

  @Test
  void namesEachOperationOnceAndSaysWhatItDoes() throws IOException {
    assertThat(operations())
        .allSatisfy(
            operation -> {
              assertThat(operation.node().path("operationId").asText()).isNotEmpty();
              assertThat(operation.node().path("summary").asText()).isNotEmpty();
            })
        .extracting(operation -> operation.node().path("operationId").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void describesEveryResponse() throws IOException {
    var document = document();
    assertThat(operations())
        .allSatisfy(
            operation -> {
              var answers = operation.node().path("responses");
              assertThat(answers.has("200")).as(operation.name()).isTrue();
              assertThat(List.of("401", "403")).as(operation.name()).allMatch(answers::has);
              assertThat(answers.properties())
                  .as(operation.name())
                  .allSatisfy(
                      answer ->
                          assertThat(description(document, answer.getValue()))
                              .as(answer.getKey())
                              .isNotEmpty());
            });
  }

  @Test
  void everyOperationRequiresAToken() throws IOException {
    var document = document();
    assertThat(document.at("/components/securitySchemes/token/scheme").asText())
        .isEqualTo("bearer");
    assertThat(document.at("/security/0").has("token")).isTrue();
    assertThat(operations()).noneMatch(operation -> operation.node().has("security"));
  }

  @Test
  void hasNoDanglingReferences() throws IOException {
    var document = document();
    assertThat(references(document))
        .isNotEmpty()
        .allMatch(reference -> !document.at(reference.substring(1)).isMissingNode());
  }

  @Test
  void saysWhereTheApiIs() throws IOException {
    assertThat(document().at("/servers/0/url").asText()).isEqualTo("/");
  }

  @Test
  void isTheSameInYaml() throws IOException {
    var yaml = given().get("/openapi").then().statusCode(200).extract().asString();
    assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(document());
  }

  private static String description(JsonNode document, JsonNode answer) {
    var reference = answer.path("$ref").asText();
    return (reference.isEmpty() ? answer : document.at(reference.substring(1)))
        .path("description")
        .asText();
  }

  private static List<String> references(JsonNode node) {
    return StreamSupport.stream(node.findParents("$ref").spliterator(), false)
        .map(parent -> parent.path("$ref").asText())
        .toList();
  }
}
