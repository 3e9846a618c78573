package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Violation;
import io.higuma.settings.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Validates objects against a structural OpenAPI schema, as CustomResourceDefinitions and
 * Kubernetes' own kinds have it. Does not check limits, patterns and CEL rules.
 */
final class StructuralSchema {
  private static final String PROPERTIES = "properties";
  private static final String FORMAT = "format";
  private static final String REFERENCE = "#/definitions/";
  private static final String WRONG_TYPE = "wrong_type";

  /** Matches the format in a description: "as a JSON pointer". */
  private static final Pattern FORMAT_IN_DESCRIPTION =
      Pattern.compile("\\bas (an? [^:,.]+?)(?: that starts|[:,.])");

  private final JsonNode definitions;
  private final JsonNode schema;
  private final boolean closed;

  /**
   * A schema.
   *
   * @param definitions the targets of its references
   * @param closed whether fields that it does not list are violations, and so are elements that are
   *     {@code null}, as for custom resources; a field that is {@code null} is always absent
   */
  StructuralSchema(JsonNode definitions, JsonNode schema, boolean closed) {
    this.definitions = definitions;
    this.schema = schema;
    this.closed = closed;
  }

  /** All violations; the paths are relative to the object. */
  List<Violation> violations(JsonNode object) {
    var violations = new ArrayList<Violation>();
    value(object, schema, Place.ROOT, violations);
    return violations;
  }

  /**
   * A position in an object.
   *
   * @param path such as {@code spec.sidecarPatch[0].op}
   * @param name of the value in a message
   */
  private record Place(String path, String name) {
    static final Place ROOT = new Place("", "it");

    Place field(String field) {
      return new Place(path.isEmpty() ? field : path + "." + field, field);
    }

    Place entry(String key) {
      return new Place(path + "[" + key + "]", key);
    }

    Place element(int index) {
      return new Place(path + "[" + index + "]", "it");
    }

    Violation violation(String code, String message) {
      return new Violation(path, code, name + " " + message);
    }
  }

  private void value(JsonNode node, JsonNode schemaNode, Place at, List<Violation> violations) {
    var shape =
        schemaNode.has("$ref")
            ? definitions.path(schemaNode.get("$ref").asText().substring(REFERENCE.length()))
            : schemaNode;
    if (node.isNull() && !closed) {
      return;
    }
    switch (shape.path("type").asText("")) {
      case "object" -> {
        if (expect(node.isObject(), node, shape, at, violations)) {
          object(node, shape, at, violations);
        }
      }
      case "array" -> {
        if (expect(node.isArray(), node, shape, at, violations)) {
          for (int index = 0; index < node.size(); index++) {
            value(node.get(index), shape.path("items"), at.element(index), violations);
          }
        }
      }
      case "string" -> {
        boolean number = isNumberOrText(shape) && node.canConvertToInt();
        if (expect(number || node.isTextual(), node, shape, at, violations)) {
          choice(node, shape, at, violations);
        }
      }
      case "boolean" -> expect(node.isBoolean(), node, shape, at, violations);
      case "integer" -> expect(isWhole(node, shape), node, shape, at, violations);
      default -> {
        // Any value is valid.
      }
    }
  }

  private static boolean isNumberOrText(JsonNode shape) {
    return shape.path(FORMAT).asText().equals("int-or-string");
  }

  private static boolean isWhole(JsonNode node, JsonNode shape) {
    return node.isIntegralNumber()
        && (shape.path(FORMAT).asText().equals("int32")
            ? node.canConvertToInt()
            : node.canConvertToLong());
  }

  private void object(JsonNode node, JsonNode shape, Place at, List<Violation> violations) {
    var fields = shape.path(PROPERTIES);
    for (var required : shape.path("required")) {
      if (!node.hasNonNull(required.asText())) {
        var missing = at.field(required.asText());
        violations.add(
            missing.violation(
                "missing_field",
                "is missing; " + expected(fields.path(required.asText())) + " is expected"));
      }
    }
    BiConsumer<String, JsonNode> member =
        shape.has(PROPERTIES)
            ? (name, value) -> field(name, value, fields, at, violations)
            : (name, value) ->
                value(value, shape.path("additionalProperties"), at.entry(name), violations);
    for (var entry : node.properties()) {
      if (!entry.getValue().isNull()) {
        member.accept(entry.getKey(), entry.getValue());
      }
    }
  }

  private void field(
      String name, JsonNode value, JsonNode fields, Place at, List<Violation> violations) {
    if (fields.has(name)) {
      value(value, fields.get(name), at.field(name), violations);
    } else if (closed) {
      var known = fields.properties().stream().map(field -> field.getKey()).toList();
      violations.add(
          new Violation(
              at.field(name).path(),
              "unknown_field",
              "unknown field `"
                  + name
                  + "`, "
                  + NearestName.to(name, known)
                      .map(nearest -> "did you mean `" + nearest + "`?")
                      .orElse("expected: " + String.join(", ", known))));
    }
  }

  private static void choice(JsonNode node, JsonNode shape, Place at, List<Violation> violations) {
    if (shape.has("enum") && values(shape).noneMatch(node.asText()::equals)) {
      violations.add(
          at.violation(
              "bad_choice", "is '" + node.asText() + "'; " + expected(shape) + " is expected"));
    }
  }

  private static boolean expect(
      boolean fits, JsonNode node, JsonNode shape, Place at, List<Violation> violations) {
    if (!fits) {
      violations.add(
          at.violation(
              WRONG_TYPE, "is " + found(node, shape) + "; " + expected(shape) + " is expected"));
    }
    return fits;
  }

  private static String found(JsonNode node, JsonNode shape) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case STRING -> "a string";
      case BOOLEAN -> "a boolean";
      case NUMBER, BINARY, POJO ->
          shape.path("type").asText().equals("integer") ? node.asText() : "a number";
      case NULL, MISSING -> "null";
    };
  }

  private static String expected(JsonNode shape) {
    if (shape.has("enum")) {
      return "one of " + values(shape).collect(Collectors.joining(", "));
    }
    return switch (shape.path("type").asText()) {
      case "object" -> "an object";
      case "array" -> "a list";
      case "boolean" -> "true or false";
      case "integer" ->
          shape.path(FORMAT).asText().equals("int32")
              ? "a whole number of 32 bits"
              : "a whole number";
      default -> isNumberOrText(shape) ? "a whole number or a string" : text(shape);
    };
  }

  private static String text(JsonNode shape) {
    var format = FORMAT_IN_DESCRIPTION.matcher(shape.path("description").asText());
    return format.find() ? format.group(1) : "a string";
  }

  private static Stream<String> values(JsonNode shape) {
    return StreamSupport.stream(shape.path("enum").spliterator(), false).map(JsonNode::asText);
  }
}
