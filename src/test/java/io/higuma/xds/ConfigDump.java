package io.higuma.xds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration of an Envoy as its admin interface shows it.
 *
 * @param json the response of {@code /config_dump}
 */
record ConfigDump(JsonNode json) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** The listeners from the control plane by name. */
  Map<String, JsonNode> listeners() {
    Map<String, JsonNode> byName = new TreeMap<>();
    each("ListenersConfigDump", "dynamic_listeners")
        .forEach(
            listener ->
                byName.put(
                    listener.path("name").asText(),
                    listener.path("active_state").path("listener")));
    return byName;
  }

  /** The clusters from the control plane by name. */
  Map<String, JsonNode> clusters() {
    Map<String, JsonNode> byName = new TreeMap<>();
    each("ClustersConfigDump", "dynamic_active_clusters")
        .forEach(
            entry ->
                byName.put(entry.path("cluster").path("name").asText(), entry.path("cluster")));
    return byName;
  }

  /** The endpoints by name of the cluster. */
  Map<String, JsonNode> endpoints() {
    Map<String, JsonNode> byName = new TreeMap<>();
    each("EndpointsConfigDump", "dynamic_endpoint_configs")
        .forEach(
            entry ->
                byName.put(
                    entry.path("endpoint_config").path("cluster_name").asText(),
                    entry.path("endpoint_config")));
    return byName;
  }

  /** What was rejected. */
  ArrayNode errors() {
    ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    json.findValues("error_state").forEach(errors::add);
    return errors;
  }

  private JsonNode each(String type, String field) {
    for (JsonNode part : json.path("configs")) {
      if (part.path("@type").asText().endsWith("." + type)) {
        return part.path(field);
      }
    }
    return JsonNodeFactory.instance.arrayNode();
  }

  /** All resources as YAML, without what differs between runs. */
  String yaml() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    clusters().forEach(all.putObject("clusters")::set);
    endpoints().forEach(all.putObject("endpoints")::set);
    listeners().forEach(all.putObject("listeners")::set);
    withoutTypes(all);
    try {
      withReadableText(all);
      // As maps, whose keys can be sorted: Envoy writes metadata in random order.
      return YAML.writeValueAsString(YAML.treeToValue(all, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names of the messages' types in short. */
  private static void withoutTypes(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("@type")) {
      String type = object.path("@type").asText();
      if (Set.of("Cluster", "Listener", "ClusterLoadAssignment").contains(last(type))) {
        object.remove("@type");
      } else {
        object.put("@type", last(type));
      }
    }
    node.forEach(ConfigDump::withoutTypes);
  }

  /** The records of names are JSON in a text. */
  private static void withReadableText(JsonNode node) throws JsonProcessingException {
    if (node instanceof ObjectNode object && object.path("inline_string").isTextual()) {
      object.set("inline_string", YAML.readTree(object.path("inline_string").asText()));
    }
    for (JsonNode child : node) {
      withReadableText(child);
    }
  }

  private static String last(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
