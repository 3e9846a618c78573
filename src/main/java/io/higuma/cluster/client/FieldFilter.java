package io.higuma.cluster.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads only selected fields of a JSON value. Other fields, most of what the API server sends, are
 * skipped by the parser and never become objects.
 */
public final class FieldFilter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Selects all fields. */
  public static final FieldFilter ALL = new FieldFilter(Map.of());

  private final Map<String, FieldFilter> fields;

  private FieldFilter(Map<String, FieldFilter> fields) {
    this.fields = Map.copyOf(fields);
  }

  /**
   * Selects these fields, complete or with a list of their own fields: {@code
   * metadata(name,labels),spec(ports(name))}. Applies to each element of an array.
   */
  public static FieldFilter of(String selection) {
    return read(selection, new int[1]);
  }

  /** Reads the value at the parser's current token; leaves the parser at the value's last token. */
  public JsonNode read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("the answer is empty");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("no value begins with " + token);
    };
  }

  private ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      FieldFilter filter = fields.isEmpty() ? ALL : fields.get(field);
      if (filter == null) {
        parser.skipChildren();
      } else {
        object.set(field, filter.read(parser));
      }
    }
    return object;
  }

  private ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }

  private static JsonNode integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private static FieldFilter read(String text, int[] position) {
    Map<String, FieldFilter> fields = new HashMap<>();
    int start = position[0];
    while (true) {
      char next = position[0] < text.length() ? text.charAt(position[0]) : ')';
      if (next != '(' && next != ',' && next != ')') {
        position[0]++;
        continue;
      }
      String field = text.substring(start, position[0]).strip();
      position[0]++;
      if (next == '(') {
        fields.put(field, read(text, position));
      } else if (!field.isEmpty()) {
        fields.put(field, ALL);
      }
      if (next == ')') {
        return new FieldFilter(fields);
      }
      start = position[0];
    }
  }
}
