package io.higuma.kuma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas in the CustomResourceDefinitions. */
class DefinitionsTest {
  static List<Path> definitions() throws IOException {
    try (var files = Files.list(Path.of("helm/higuma/crds"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void describesEveryField(Path file) throws IOException {
    var fields = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (var version : new YAMLMapper().readTree(file.toFile()).at("/spec/versions")) {
      walk("", version.at("/schema/openAPIV3Schema"), fields, missing);
    }

    assertThat(missing).isEmpty();
    assertThat(fields).contains("", ".apiVersion", ".kind", ".metadata");
  }

  private static void walk(
      String path, JsonNode schema, List<String> fields, List<String> missing) {
    fields.add(path);
    if (path.equals(".metadata")) {
      // Kubernetes describes it, and allows no other description.
      return;
    }
    if (!schema.path("description").asText().matches("(?s).{10,}\\.")) {
      missing.add(path);
    }
    for (var property : schema.path("properties").properties()) {
      walk(path + "." + property.getKey(), property.getValue(), fields, missing);
    }
    // The description of a list of texts is also that of its items.
    if (schema.path("items").has("properties")) {
      walk(path + "[]", schema.path("items"), fields, missing);
    }
  }
}
