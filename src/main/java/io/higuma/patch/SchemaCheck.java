package io.higuma.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import io.higuma.patch.ContainerSchema.ObjectShape;
import io.higuma.patch.ContainerSchema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Validates a container strictly against the schema and collects all defects.
 *
 * <p>As in the API server, null counts as absent: such fields are removed. Numeric quantities
 * become strings.
 */
final class SchemaCheck {
  /** Maximum number of defects; the check stops there. */
  private static final int MAX_DEFECTS = 1_000;

  private final ContainerSchema schema;
  private final List<String> path = new ArrayList<>();
  private final List<ContainerDefect> defects = new ArrayList<>();

  private SchemaCheck(ContainerSchema schema) {
    this.schema = schema;
  }

  /** Returns the defects. Modifies {@code container}: removes nulls and converts quantities. */
  static List<ContainerDefect> of(ObjectNode container) {
    var check = new SchemaCheck(ContainerSchema.kubernetes());
    check.object(container, check.schema.container());
    if (container.path("image").asText("").isEmpty()) {
      check.path.add("image");
      check.defect("missing_field", "a container needs an image");
    }
    return check.defects;
  }

  private void object(ObjectNode node, ObjectShape shape) {
    for (var members = node.properties().iterator();
        members.hasNext() && defects.size() < MAX_DEFECTS; ) {
      var member = members.next();
      if (member.getValue().isNull()) {
        members.remove();
        continue;
      }
      path.add(member.getKey());
      var field = shape.fields().get(member.getKey());
      if (field == null) {
        defect(
            "unknown_field",
            "Kubernetes has no such field here, only "
                + String.join(", ", new TreeSet<>(shape.fields().keySet())));
      } else {
        member.setValue(value(member.getValue(), field));
      }
      path.removeLast();
    }
    for (var required : new TreeSet<>(shape.required())) {
      if (!node.has(required)) {
        path.add(required);
        defect("missing_field", "this field must be set");
        path.removeLast();
      }
    }
  }

  /** Checks a value and returns it, or its replacement. */
  private JsonNode value(JsonNode node, Shape shape) {
    switch (shape) {
      case Shape.Str _ -> {
        if (expect(node.isTextual(), node, "a text")) {
          text(node.textValue());
        }
      }
      case Shape.Bool _ -> expect(node.isBoolean(), node, "true or false");
      case Shape.Int(int bits) -> integer(node, bits);
      case Shape.IntOrString _ -> {
        if (node.isTextual()) {
          text(node.textValue());
        } else {
          integer(node, 32);
        }
      }
      case Shape.ResourceQuantity _ -> {
        return quantity(node);
      }
      case Shape.ListOf(Shape element) -> {
        if (expect(node.isArray(), node, "a list")) {
          list((ArrayNode) node, element);
        }
      }
      case Shape.MapOf(Shape element) -> {
        if (expect(node.isObject(), node, "an object")) {
          map((ObjectNode) node, element);
        }
      }
      case Shape.ObjectOf(String definition) -> {
        if (expect(node.isObject(), node, "an object")) {
          object((ObjectNode) node, schema.object(definition));
        }
      }
    }
    return node;
  }

  private void list(ArrayNode list, Shape element) {
    for (int index = 0; index < list.size() && defects.size() < MAX_DEFECTS; index++) {
      path.add(String.valueOf(index));
      list.set(index, value(list.get(index), element));
      path.removeLast();
    }
  }

  private void map(ObjectNode map, Shape element) {
    for (var members = map.properties().iterator(); members.hasNext(); ) {
      var member = members.next();
      if (member.getValue().isNull()) {
        members.remove();
        continue;
      }
      path.add(member.getKey());
      text(member.getKey());
      member.setValue(value(member.getValue(), element));
      path.removeLast();
    }
  }

  private void text(String text) {
    if (!QuotedValue.isWellFormed(text)) {
      defect("bad_text", "the text has half of a surrogate pair, which cannot be written as UTF-8");
    }
  }

  private void integer(JsonNode node, int bits) {
    boolean fits = bits == 32 ? node.canConvertToInt() : node.canConvertToLong();
    if (!node.isIntegralNumber()) {
      expect(false, node, "a whole number");
    } else if (!fits) {
      defect(
          "out_of_range",
          "a whole number of " + bits + " bits is expected, but it is " + display(node));
    }
  }

  private JsonNode quantity(JsonNode node) {
    if (!expect(
        node.isTextual() || node.isNumber(), node, "a quantity such as \"100m\" or \"256Mi\"")) {
      return node;
    }
    var text = node instanceof NumericNode number ? number.asText() : node.textValue();
    if (Quantity.parse("", text) instanceof Parsed.Bad<Quantity>) {
      defect(
          "bad_quantity",
          "a quantity such as \"100m\" or \"256Mi\" is expected, but it is " + display(node));
    }
    return node.isTextual() ? node : TextNode.valueOf(text);
  }

  private boolean expect(boolean fits, JsonNode node, String expected) {
    if (!fits) {
      defect("wrong_type", expected + " is expected, but it is " + display(node));
    }
    return fits;
  }

  private static String display(JsonNode node) {
    return QuotedValue.show(node);
  }

  private void defect(String code, String message) {
    defects.add(new ContainerDefect(new PatchPointer(path), code, message));
  }
}
