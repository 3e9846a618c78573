package io.higuma.kuma.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Parsed;
import java.util.List;
import java.util.Optional;

/**
 * Reads YAML and JSON as {@code sigs.k8s.io/yaml} 1.6 does, with which Kuma reads its
 * configuration: YAML 1.1 with anchors and merge keys, as JSON. Of several documents the first
 * counts, of equal keys the last.
 *
 * <p>Numbers that JSON does not have, {@code .inf} and {@code .nan}, are double nodes.
 */
public final class KubernetesYaml {
  private KubernetesYaml() {}

  /**
   * A document.
   *
   * @param root its data; a null node where it is empty
   * @param warnings sentences about what was left out: later documents, earlier ones of equal keys
   */
  public record Document(JsonNode root, List<String> warnings) {
    /** Copies the list. */
    public Document {
      warnings = List.copyOf(warnings);
    }
  }

  /** Reads the first document of {@code text}; the message of a violation begins with the line. */
  public static Parsed<Document> read(String text) {
    try {
      return Parsed.good(DocumentReader.read(text));
    } catch (YamlSyntaxException e) {
      return new Parsed.Bad<>(e.violation());
    }
  }

  /**
   * What {@code node} is where a text is wanted: numbers and booleans are written as Go writes
   * them. Empty where it is a list, a mapping or nothing.
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
