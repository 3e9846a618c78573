package io.higuma.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.testing.KubernetesDocument;
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
 * src/test/kube/go.mod} pins. This test cuts it from the document; {@code -Dhiguma.refresh=true}
 * writes the slice again.
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
    var definitions = KubernetesDocument.definitions(getClass());
    var slice = new TreeMap<String, JsonNode>();
    collect(ROOT, definitions, slice);
    var text = text(slice);
    if (Boolean.getBoolean("higuma.refresh")) {
      Files.writeString(SLICE, text);
    }
    assertThat(SLICE).hasContent(text);
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
