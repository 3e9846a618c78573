package io.higuma.kuma.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parser of YAML and JSON that is compatible with {@code sigs.k8s.io/yaml} 1.6, which Kuma uses for
 * its configuration: YAML 1.1 with anchors and merge keys, converted to JSON. Uses the first of
 * several documents and the last of duplicate keys.
 *
 * <p>The numbers {@code .inf} and {@code .nan}, which JSON lacks, are double nodes.
 */
public final class KubernetesYaml {
  private KubernetesYaml() {}

  /**
   * A document.
   *
   * @param root its data; a null node if it is empty
   * @param warnings messages about ignored parts: later documents, earlier duplicate keys
   */
  public record Document(JsonNode root, List<String> warnings) {
    /** Copies the list. */
    public Document {
      warnings = List.copyOf(warnings);
    }
  }

  /** Parses the first document of {@code text}; the message of a violation starts with the line. */
  public static Parsed<Document> read(String text) {
    try {
      return Parsed.good(DocumentReader.read(text));
    } catch (YamlSyntaxException e) {
      return new Parsed.Bad<>(e.violation());
    }
  }

  /**
   * Finds a field as Go's {@code encoding/json} does: by its exact name, else by one that differs
   * in case only. A missing node if there is none.
   */
  public static JsonNode field(JsonNode object, String name) {
    JsonNode exact = object.path(name);
    return exact.isMissingNode()
        ? object.properties().stream()
            .filter(field -> field.getKey().equalsIgnoreCase(name))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(exact)
        : exact;
  }

  /**
   * Converts {@code node} to a string: numbers and booleans are formatted as in Go. Empty for a
   * list, a mapping or null.
   */
  public static Optional<String> text(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> Optional.of(node.textValue());
      case BOOLEAN -> Optional.of(Boolean.toString(node.booleanValue()));
      case NUMBER ->
          Optional.of(
              node.isFloatingPointNumber() ? GoFloat.text(node.doubleValue()) : node.asText());
      case ARRAY, BINARY, MISSING, NULL, OBJECT, POJO -> Optional.empty();
    };
  }
}
