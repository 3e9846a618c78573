package io.higuma.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How overrides are written into a ConfigMap: people edit one key, the other is history. */
final class OverridesDocument {
  static final String OVERRIDES = "overrides.yaml";
  static final String REVISIONS = "revisions.json";

  /** What is read of the ConfigMap. */
  static final String FIELDS =
      "metadata(name,namespace,resourceVersion,managedFields(manager,time,fieldsV1(f:data(f:"
          + OVERRIDES
          + ")))),data("
          + OVERRIDES
          + ","
          + REVISIONS
          + ")";

  private static final ObjectMapper JSON = new ObjectMapper();

  private OverridesDocument() {}

  /** Reads; history that cannot be read is left out. */
  static StoredOverrides read(JsonNode map) {
    JsonNode data = map.path("data");
    return new StoredOverrides(
        map.path("metadata").path("resourceVersion").asText(""),
        data.path(OVERRIDES).asText(""),
        editor(map.path("metadata").path("managedFields")),
        revisions(data.path(REVISIONS).asText("")));
  }

  /** Writes into {@code map}, whose other keys and labels stay. */
  static void write(ObjectNode map, StoredOverrides stored) {
    map.withObjectProperty("data")
        .put(OVERRIDES, stored.text())
        .put(REVISIONS, text(stored.revisions()));
  }

  /** A ConfigMap with nothing in it. */
  static ObjectNode fresh(String namespace, String name) {
    ObjectNode map =
        JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata")
        .put("name", name)
        .put("namespace", namespace)
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "higuma");
    return map;
  }

  /** The program that wrote the overrides, as the API server has it. */
  private static String editor(JsonNode managedFields) {
    return StreamSupport.stream(managedFields.spliterator(), false)
        .filter(entry -> entry.path("fieldsV1").path("f:data").has("f:" + OVERRIDES))
        .max(Comparator.comparing(entry -> entry.path("time").asText("")))
        .map(entry -> entry.path("manager").asText(""))
        .orElse("unknown");
  }

  private static List<ConfigRevision> revisions(String text) {
    List<ConfigRevision> revisions = new ArrayList<>();
    try {
      for (JsonNode node : JSON.readTree(text)) {
        revision(node).ifPresent(revisions::add);
      }
    } catch (JsonProcessingException e) {
      return List.of();
    }
    revisions.sort(Comparator.comparingLong(ConfigRevision::number));
    return List.copyOf(revisions);
  }

  private static Optional<ConfigRevision> revision(JsonNode node) {
    long number = node.path("revision").asLong();
    if (number < 1 || !(node.path("overrides") instanceof ObjectNode overrides)) {
      return Optional.empty();
    }
    Instant at;
    try {
      at = Instant.parse(node.path("at").asText());
    } catch (DateTimeException e) {
      at = Instant.EPOCH;
    }
    return Optional.of(
        new ConfigRevision(
            number,
            at,
            node.path("by").asText(),
            node.path("via").asText(),
            node.path("note").asText(),
            overrides));
  }

  /** One revision a line, for those who look with kubectl. */
  private static String text(List<ConfigRevision> revisions) {
    return revisions.stream()
        .map(OverridesDocument::line)
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String line(ConfigRevision revision) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("revision", revision.number())
            .put("at", revision.at().toString())
            .put("by", revision.by())
            .put("via", revision.via())
            .put("note", revision.note());
    node.set("overrides", revision.overrides());
    return node.toString();
  }
}
