package io.higuma.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.testing.KubernetesDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fields that commands read have the types that Kubernetes' OpenAPI document gives them. */
class ReadFieldsTest {
  private static final Path FIELDS =
      Path.of("src/main/resources/io/higuma/cli/offline/read-fields.json");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REFERENCE = "#/definitions/";

  /** Definitions that are not kinds, and kinds that moved in newer Kubernetes versions. */
  private static final Map<String, String> NAMED =
      Map.of(
          "ObjectMeta", "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
          "Probe", "io.k8s.api.core.v1.Probe",
          "Container", "io.k8s.api.core.v1.Container",
          "PodSpec", "io.k8s.api.core.v1.PodSpec",
          "PodTemplateSpec", "io.k8s.api.core.v1.PodTemplateSpec",
          "Deployment.extensions", "io.k8s.api.apps.v1.Deployment",
          "DaemonSet.extensions", "io.k8s.api.apps.v1.DaemonSet",
          "ReplicaSet.extensions", "io.k8s.api.apps.v1.ReplicaSet");

  @Test
  void haveTheTypesOfKubernetes() throws IOException {
    var theirs = KubernetesDocument.definitions(getClass());
    var kinds = kinds(theirs);
    var ours = JSON.readTree(FIELDS.toFile());
    var differences = new ArrayList<String>();

    for (var definition : ours.properties()) {
      var name = definition.getKey();
      if (!name.endsWith(".kuma.io")) {
        var known = NAMED.getOrDefault(name, kinds.getOrDefault(name, name));
        compare(name, definition.getValue(), theirs.path(known), theirs, differences);
      }
    }

    assertThat(differences).isEmpty();
    assertThat(ours.size()).isGreaterThan(NAMED.size());
  }

  /** The definitions of kinds, by kind and group. */
  private static Map<String, String> kinds(JsonNode definitions) {
    var kinds = new HashMap<String, String>();
    for (var definition : definitions.properties()) {
      for (var kind : definition.getValue().path("x-kubernetes-group-version-kind")) {
        var group = kind.path("group").asText();
        var name = kind.path("kind").asText() + (group.isEmpty() ? "" : "." + group);
        if (kind.path("version").asText().equals("v1")) {
          kinds.put(name, definition.getKey());
        }
      }
    }
    return kinds;
  }

  private static void compare(
      String where, JsonNode ours, JsonNode written, JsonNode definitions, List<String> found) {
    if (ours.has("$ref")) {
      var name = NAMED.get(ours.get("$ref").asText().substring(REFERENCE.length()));
      if (!written.path("$ref").asText().equals(REFERENCE + name)) {
        found.add(where + " is not a " + name);
      }
      return;
    }
    var theirs =
        written.has("$ref")
            ? definitions.path(written.get("$ref").asText().substring(REFERENCE.length()))
            : written;
    for (var trait : Set.of("type", "format")) {
      if (!ours.path(trait).asText().equals(theirs.path(trait).asText())) {
        found.add(where + " has another " + trait + ": " + theirs.path(trait).asText());
      }
    }
    for (var list : List.of("items", "additionalProperties")) {
      if (ours.has(list)) {
        compare(where + "." + list, ours.get(list), theirs.path(list), definitions, found);
      }
    }
    for (var field : ours.path("properties").properties()) {
      compare(
          where + "." + field.getKey(),
          field.getValue(),
          theirs.path("properties").path(field.getKey()),
          definitions,
          found);
    }
  }
}
