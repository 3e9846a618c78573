package io.higuma.patch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Immutable, pre-encoded JSON: values that many patches share are encoded once and then copied to
 * the output.
 */
public final class EncodedJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SerializableString COMMA = new SerializedString(",");
  private static final SerializableString LIST = new SerializedString("[");
  private static final SerializableString END_OF_LIST = new SerializedString("]");
  private static final String END_OF_LIST_AND_OBJECT = "]}";

  private final List<SerializableString> pieces;

  private EncodedJson(List<SerializableString> pieces) {
    this.pieces = pieces;
  }

  /** Encodes a tree. */
  public static EncodedJson of(JsonNode tree) {
    return new EncodedJson(List.of(new SerializedString(tree.toString())));
  }

  /**
   * Encodes a tree so that {@link #with} can append to its last list.
   *
   * @param tree an object whose last member is a list that is not empty
   * @see #with
   */
  public static EncodedJson endingInList(ObjectNode tree) {
    var text = tree.toString();
    if (!text.endsWith("}" + END_OF_LIST_AND_OBJECT)) {
      throw new IllegalArgumentException("it does not end in a list of objects");
    }
    var head = text.substring(0, text.length() - END_OF_LIST_AND_OBJECT.length());
    return new EncodedJson(
        List.of(new SerializedString(head), new SerializedString(END_OF_LIST_AND_OBJECT)));
  }

  /** A copy with one more element in the last list; requires {@link #endingInList}. */
  public EncodedJson with(JsonNode element) {
    if (pieces.size() != 2) {
      throw new IllegalStateException("it was not created by endingInList");
    }
    return new EncodedJson(
        List.of(
            pieces.getFirst(), COMMA, new SerializedString(element.toString()), pieces.getLast()));
  }

  /** Joins the elements into a list. */
  public static EncodedJson list(List<EncodedJson> elements) {
    var pieces = new ArrayList<SerializableString>();
    for (var element : elements) {
      pieces.add(pieces.isEmpty() ? LIST : COMMA);
      pieces.addAll(element.pieces);
    }
    if (pieces.isEmpty()) {
      pieces.add(LIST);
    }
    pieces.add(END_OF_LIST);
    return new EncodedJson(pieces);
  }

  /** Writes it as the next value of the generator. */
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeRawValue(pieces.getFirst());
    for (var piece : pieces.subList(1, pieces.size())) {
      json.writeRaw(piece);
    }
  }

  /** Parses it into a new tree. */
  public JsonNode tree() {
    try {
      return JSON.readTree(toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.getValue()));
    return text.toString();
  }
}
