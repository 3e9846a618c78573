package io.higuma.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Generates the schema of a container, an excerpt of the Kubernetes OpenAPI document: {@code
 * api/openapi-spec/swagger.json} of the Go module {@code k8s.io/kubernetes} that {@code
 * src/test/kube/go.mod} pins. This test compares it; {@code -Dhiguma.refresh=true} writes it.
 *
 * <p>The document is read from the Go module cache or from {@code -Dhiguma.swagger=FILE}; without
 * it the test is skipped.
 */
class ContainerSchemaSliceTest {
  private static final String ROOT = "io.k8s.api.core.v1.Container";
  private static final String REFERENCE = "#/definitions/";
  private static final Set<String> KEPT =
      Set.of("type", "format", "items", "additionalProperties", "properties", "required", "$ref");
  private static final Path SLICE =
      Path.of("src/main/resources/io/higuma/patch/container-schema.json");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void isCutFromThePinnedVersionOfKubernetes() throws IOException {
    var document = document();
    assumeThat(document).as("the OpenAPI document of Kubernetes").exists();
    var definitions = JSON.readTree(document.toFile()).get("definitions");
    var slice = new TreeMap<String, JsonNode>();
    collect(ROOT, definitions, slice);
    var text = text(slice);
    if (Boolean.getBoolean("higuma.refresh")) {
      Files.writeString(SLICE, text);
    }
    assertThat(SLICE).hasContent(text);
  }

  private static Path document() throws IOException {
    var given = System.getProperty("higuma.swagger");
    if (given != null) {
      return Path.of(given);
    }
    var version =
        Files.readAllLines(Path.of("src/test/kube/go.mod")).stream()
            .map(String::strip)
            .map(line -> line.startsWith("require ") ? line.substring(8) : line)
            .filter(line -> line.startsWith("k8s.io/kubernetes "))
            .map(line -> line.split(" ", -1)[1])
            .findFirst()
            .orElseThrow();
    var go = System.getenv("GOPATH");
    var modules = go == null ? Path.of(System.getProperty("user.home"), "go") : Path.of(go);
    return modules.resolve(
        "pkg/mod/k8s.io/kubernetes@" + version + "/api/openapi-spec/swagger.json");
  }

  private static void collect(String name, JsonNode definitions, Map<String, JsonNode> slice) {
    if (slice.containsKey(name)) {
      return;
    }
    var definition = reduce(definitions.get(name));
    slice.put(name, definition);
    definition
        .findValuesAsText("$ref")
        .forEach(reference -> collect(reference.substring(REFERENCE.length()), definitions, slice));
  }

  /** Removes descriptions, defaults and merge hints from a definition. */
  private static JsonNode reduce(JsonNode definition) {
    return switch (definition) {
      case ObjectNode object -> {
        var reduced = JSON.createObjectNode();
        for (var member : object.properties()) {
          if (member.getKey().equals("properties")) {
            var fields = reduced.putObject("properties");
            member
                .getValue()
                .properties()
                .forEach(field -> fields.set(field.getKey(), reduce(field.getValue())));
          } else if (KEPT.contains(member.getKey())) {
            reduced.set(member.getKey(), reduce(member.getValue()));
          }
        }
        yield reduced;
      }
      case JsonNode other -> other;
    };
  }

  /** One line for each definition. */
  private static String text(Map<String, JsonNode> slice) throws IOException {
    var lines = new StringBuilder("{\n");
    var separator = "";
    for (var definition : slice.entrySet()) {
      lines.append(separator).append(JSON.writeValueAsString(definition.getKey())).append(": ");
      lines.append(JSON.writeValueAsString(definition.getValue()));
      separator = ",\n";
    }
    return lines.append("\n}\n").toString();
  }
}
