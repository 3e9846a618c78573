package io.higuma.sandbox.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Responses of the discovery, health and version endpoints. */
final class Discovery {
  private static final String VERSION = "v1.34.0";
  private static final ArrayNode VERBS =
      JsonNodeFactory.instance
          .arrayNode()
          .add("create")
          .add("delete")
          .add("get")
          .add("list")
          .add("patch")
          .add("update")
          .add("watch");

  private Discovery() {}

  /**
   * Returns the response; empty if it is not such a path.
   *
   * @param definitions the CustomResourceDefinitions of the cluster
   */
  static Optional<Answer> of(String path, List<JsonNode> definitions) {
    var trimmed = path.replaceFirst("/+$", "");
    return switch (trimmed) {
      case "/readyz", "/healthz", "/livez" ->
          Optional.of(Answer.ok(JsonNodeFactory.instance.textNode("ok")));
      case "/version" -> Optional.of(Answer.ok(version()));
      case "/api" -> Optional.of(Answer.ok(core()));
      case "/apis" -> Optional.of(Answer.ok(groups(definitions)));
      default ->
          trimmed.equals("/api/v1") || trimmed.matches("/apis/[^/]+/[^/]+")
              ? resources(trimmed.replaceFirst("^/apis?/", ""), definitions)
              : Optional.empty();
    };
  }

  private static ObjectNode version() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("major", "1")
        .put("minor", "34")
        .put("gitVersion", VERSION + "+higuma-memory")
        .put("platform", "memory");
  }

  private static ObjectNode core() {
    var versions = JsonNodeFactory.instance.objectNode().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  private static ObjectNode groups(List<JsonNode> definitions) {
    var versions = new TreeMap<String, String>();
    KnownKind.ALL.forEach(kind -> versions.put(kind.group(), kind.version()));
    definitions.forEach(
        one -> versions.put(one.at("/spec/group").asText(), served(one).path("name").asText()));
    versions.remove("");
    var list =
        JsonNodeFactory.instance.objectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
    var groups = list.putArray("groups");
    versions.forEach(
        (group, version) -> {
          var one = groups.addObject().put("name", group);
          var named =
              JsonNodeFactory.instance
                  .objectNode()
                  .put("groupVersion", group + "/" + version)
                  .put("version", version);
          one.putArray("versions").add(named);
          one.set("preferredVersion", named);
        });
    return list;
  }

  private static Optional<Answer> resources(String groupVersion, List<JsonNode> definitions) {
    var list =
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", groupVersion);
    var resources = list.putArray("resources");
    KnownKind.ALL.stream()
        .filter(kind -> kind.apiVersion().equals(groupVersion))
        .forEach(
            kind -> {
              var one = resource(resources, kind.plural(), kind.kind(), kind.namespaced());
              if (!kind.shortName().isEmpty()) {
                one.putArray("shortNames").add(kind.shortName());
              }
            });
    definitions.stream()
        .filter(one -> groupVersion.equals(groupVersion(one)))
        .forEach(one -> defined(resources, one));
    return resources.isEmpty() ? Optional.empty() : Optional.of(Answer.ok(list));
  }

  private static void defined(ArrayNode resources, JsonNode definition) {
    var names = definition.at("/spec/names");
    boolean namespaced = definition.at("/spec/scope").asText().equals("Namespaced");
    var plural = names.path("plural").asText();
    var kind = names.path("kind").asText();
    resource(resources, plural, kind, namespaced);
    if (served(definition).at("/subresources/status").isObject()) {
      resource(resources, plural + "/status", kind, namespaced);
    }
  }

  private static ObjectNode resource(
      ArrayNode resources, String name, String kind, boolean namespaced) {
    var one =
        resources
            .addObject()
            .put("name", name)
            .put("singularName", "")
            .put("namespaced", namespaced)
            .put("kind", kind);
    one.set("verbs", VERBS);
    return one;
  }

  private static String groupVersion(JsonNode definition) {
    return definition.at("/spec/group").asText() + "/" + served(definition).path("name").asText();
  }

  private static JsonNode served(JsonNode definition) {
    return definition.at("/spec/versions").path(0);
  }
}
