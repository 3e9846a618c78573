package io.higuma.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.higuma.cluster.client.TypedCalls;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and writes overrides in a ConfigMap: one key for users to edit, one for the history. */
final class OverridesDocument {
  static final String OVERRIDES = "overrides.yaml";
  static final String REVISIONS = "revisions.json";

  /** The fields of the ConfigMap that are read. */
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

  /** Reads the trimmed ConfigMap of the watch. */
  static StoredOverrides readTrimmed(JsonNode map) {
    return read(JSON.convertValue(map, ConfigMap.class));
  }

  /** Reads a ConfigMap; leaves out history that cannot be parsed. */
  static StoredOverrides read(ConfigMap map) {
    Map<String, String> data = map.getData();
    return new StoredOverrides(
        map.getMetadata().getResourceVersion(),
        data.getOrDefault(OVERRIDES, ""),
        editor(map.getMetadata().getManagedFields()),
        revisions(data.getOrDefault(REVISIONS, "")));
  }

  /** Returns a copy with these overrides; other keys and labels stay unchanged. */
  static ConfigMap with(ConfigMap map, StoredOverrides stored) {
    return new ConfigMapBuilder(map)
        .addToData(OVERRIDES, stored.text())
        .addToData(REVISIONS, text(stored.revisions()))
        .build();
  }

  /** The size of the values of both keys, in bytes. */
  static int bytes(StoredOverrides stored) {
    return stored.text().getBytes(StandardCharsets.UTF_8).length
        + text(stored.revisions()).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Creates a ConfigMap without data. */
  static ConfigMap fresh(String namespace, String name) {
    return new ConfigMapBuilder()
        .withMetadata(TypedCalls.named(namespace, name))
        .editMetadata()
        .addToLabels("app.kubernetes.io/managed-by", "higuma")
        .endMetadata()
        .build();
  }

  /** The field manager that last wrote the overrides. */
  private static String editor(List<ManagedFieldsEntry> entries) {
    return entries.stream()
        .filter(OverridesDocument::hasOverrides)
        .max(Comparator.comparing(entry -> Objects.requireNonNullElse(entry.getTime(), "")))
        .map(ManagedFieldsEntry::getManager)
        .orElse("unknown");
  }

  private static boolean hasOverrides(ManagedFieldsEntry entry) {
    return entry.getFieldsV1() != null
        && entry.getFieldsV1().getAdditionalProperties().get("f:data") instanceof Map<?, ?> data
        && data.containsKey("f:" + OVERRIDES);
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

  /** One revision per line, readable with kubectl. */
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
