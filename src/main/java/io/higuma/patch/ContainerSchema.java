package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shape that Kubernetes gives a container: a slice of its OpenAPI document, cut by {@code
 * ContainerSchemaSliceTest}. It is read when the first patch is applied.
 *
 * @param objects the definitions by name
 */
record ContainerSchema(Map<String, ObjectShape> objects) {
  private static final String RESOURCE = "container-schema.json";
  private static final String ROOT = "io.k8s.api.core.v1.Container";
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  private static final String INT_OR_TEXT = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

  ContainerSchema {
    objects = Map.copyOf(objects);
  }

  /** What a value must look like. */
  sealed interface Shape {
    record Text() implements Shape {}

    record Flag() implements Shape {}

    /** A whole number of so many bits. */
    record Whole(int bits) implements Shape {}

    record IntOrText() implements Shape {}

    record Amount() implements Shape {}

    record ListOf(Shape element) implements Shape {}

    record MapOf(Shape value) implements Shape {}

    /** An object of the definition of this name. */
    record ObjectOf(String definition) implements Shape {}
  }

  /**
   * An object.
   *
   * @param fields all that it may have
   * @param required those that it must have
   */
  record ObjectShape(Map<String, Shape> fields, Set<String> required) {
    ObjectShape {
      fields = Map.copyOf(fields);
      required = Set.copyOf(required);
    }
  }

  /** That of Kubernetes. */
  static ContainerSchema kubernetes() {
    return Loaded.SCHEMA;
  }

  ObjectShape container() {
    return object(ROOT);
  }

  /** Whether some container can have something at this place. */
  boolean allows(PatchPointer place) {
    Shape shape = new Shape.ObjectOf(ROOT);
    for (var segment : place.segments()) {
      var below = below(shape, segment);
      if (below.isEmpty()) {
        return false;
      }
      shape = below.get();
    }
    return true;
  }

  private Optional<Shape> below(Shape shape, String segment) {
    return switch (shape) {
      case Shape.ObjectOf(String definition) ->
          Optional.ofNullable(object(definition).fields().get(segment));
      case Shape.MapOf(Shape value) -> Optional.of(value);
      case Shape.ListOf(Shape element) ->
          segment.equals("-") || PatchPointer.index(segment).isPresent()
              ? Optional.of(element)
              : Optional.empty();
      case Shape.Text _, Shape.Flag _, Shape.Whole _, Shape.IntOrText _, Shape.Amount _ ->
          Optional.empty();
    };
  }

  ObjectShape object(String definition) {
    var shape = objects.get(definition);
    if (shape == null) {
      throw new IllegalStateException("the schema of a container lacks " + definition);
    }
    return shape;
  }

  private static final class Loaded {
    private static final ContainerSchema SCHEMA = read();

    private static ContainerSchema read() {
      try (var resource = ContainerSchema.class.getResourceAsStream(RESOURCE)) {
        if (resource == null) {
          throw new IllegalStateException("the resource " + RESOURCE + " is missing");
        }
        var objects = new HashMap<String, ObjectShape>();
        for (var definition : JsonMapper.builder().build().readTree(resource).properties()) {
          objects.put(definition.getKey(), objectShape(definition.getValue()));
        }
        return new ContainerSchema(objects);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static ObjectShape objectShape(JsonNode definition) {
      var fields = new HashMap<String, Shape>();
      for (var field : definition.path("properties").properties()) {
        fields.put(field.getKey(), shape(field.getValue()));
      }
      var required = new HashSet<String>();
      definition.path("required").forEach(name -> required.add(name.textValue()));
      return new ObjectShape(fields, required);
    }

    private static Shape shape(JsonNode schema) {
      if (schema.has("$ref")) {
        var reference = schema.get("$ref").textValue();
        var name = reference.substring(reference.lastIndexOf('/') + 1);
        return switch (name) {
          case QUANTITY -> new Shape.Amount();
          case INT_OR_TEXT -> new Shape.IntOrText();
          default -> new Shape.ObjectOf(name);
        };
      }
      var type = schema.path("type").asText();
      return switch (type) {
        case "string" -> new Shape.Text();
        case "boolean" -> new Shape.Flag();
        case "integer" -> new Shape.Whole(schema.path("format").asText().equals("int32") ? 32 : 64);
        case "array" -> new Shape.ListOf(shape(schema.get("items")));
        case "object" -> new Shape.MapOf(shape(schema.get("additionalProperties")));
        default -> throw new IllegalStateException("the schema has a type " + type);
      };
    }
  }
}
