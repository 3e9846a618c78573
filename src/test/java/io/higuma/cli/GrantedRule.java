package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.testing.AuditLog.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An RBAC rule of the ServiceAccount in the chart.
 *
 * @param role the role with the rule
 * @param index of the rule
 */
public record GrantedRule(ObjectNode role, int index) {
  private static final Path FILE = Path.of("src/main/kubernetes/rbac.yaml");
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * A single permission of a rule.
   *
   * @param name empty if the rule has none
   */
  public record Grant(GrantedRule rule, String verb, String group, String resource, String name) {
    /** Whether it allows this request. */
    boolean allows(Call call) {
      return rule.reaches(call.namespace())
          && verb.equals(call.verb())
          && group.equals(call.group())
          && (resource.equals("*") || resource.equals(call.resource()))
          && (name.isEmpty() || name.equals(call.name()));
    }

    /** Whether it is about Kuma's kinds. */
    boolean isOfKuma() {
      return group.equals("kuma.io");
    }

    @Override
    public String toString() {
      return "%s %s %s/%s %s".formatted(rule.kind(), verb, group, resource, name);
    }
  }

  /** All objects of the file. */
  static List<ObjectNode> objects() {
    return objects(FILE);
  }

  private static List<ObjectNode> objects(Path file) {
    try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(file.toFile())) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<GrantedRule> all() {
    return all(FILE);
  }

  /** All resource rules in a manifest file. */
  public static List<GrantedRule> all(Path file) {
    return objects(file).stream()
        .filter(object -> object.has("rules"))
        .flatMap(
            role ->
                IntStream.range(0, role.path("rules").size())
                    .mapToObj(index -> new GrantedRule(role, index)))
        .filter(rule -> rule.role().path("rules").path(rule.index()).has("resources"))
        .toList();
  }

  /** All permissions of the rule. */
  public List<Grant> grants() {
    JsonNode rule = role.path("rules").path(index);
    List<String> names = rule.has("resourceNames") ? texts(rule, "resourceNames") : List.of("");
    return texts(rule, "apiGroups").stream()
        .flatMap(
            group ->
                texts(rule, "resources").stream()
                    .flatMap(
                        resource ->
                            texts(rule, "verbs").stream()
                                .flatMap(
                                    verb ->
                                        names.stream()
                                            .map(
                                                name ->
                                                    new Grant(this, verb, group, resource, name)))))
        .toList();
  }

  /** The role without this rule. */
  String roleWithout() {
    ObjectNode less = role.deepCopy();
    ((ArrayNode) less.path("rules")).remove(index);
    return less.toString();
  }

  static String whole() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String namespace() {
    return role.path("metadata").path("namespace").asText("");
  }

  private boolean reaches(String namespace) {
    return namespace().isEmpty() || namespace().equals(namespace);
  }

  private String kind() {
    return role.path("kind").asText();
  }

  private static List<String> texts(JsonNode rule, String field) {
    return StreamSupport.stream(rule.path(field).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  @Override
  public String toString() {
    JsonNode rule = role.path("rules").path(index);
    return Stream.of("verbs", "resources", "resourceNames")
        .filter(rule::has)
        .map(field -> String.join(",", texts(rule, field)))
        .reduce(kind() + ":", (before, next) -> before + " " + next);
  }
}
