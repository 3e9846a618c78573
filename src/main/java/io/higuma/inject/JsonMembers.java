package io.higuma.inject;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads members of expected types from a JSON parser; another type throws {@link
 * PodReader.Malformed}.
 *
 * @param json the parser: at the first token of a value before a read, at its last token after it
 */
record JsonMembers(JsonParser json) {
  private static final ObjectMapper TREES = new ObjectMapper();

  @FunctionalInterface
  interface Member {
    void read(String name) throws IOException;
  }

  @FunctionalInterface
  interface Element {
    void read() throws IOException;
  }

  boolean isPresent() {
    return json.currentToken() != JsonToken.VALUE_NULL;
  }

  void object(String what, Member member) throws IOException {
    if (!isPresent()) {
      return;
    }
    expect(what, JsonToken.START_OBJECT, "an object");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      member.read(name);
    }
  }

  void array(String what, Element element) throws IOException {
    if (!isPresent()) {
      return;
    }
    expect(what, JsonToken.START_ARRAY, "a list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  Map<String, String> texts(String what) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    object(what, name -> texts.put(name, text(what + "." + name)));
    return texts;
  }

  String text(String what) throws IOException {
    if (!isPresent()) {
      return "";
    }
    expect(what, JsonToken.VALUE_STRING, "a string");
    return json.getText();
  }

  long number(String what) throws IOException {
    if (!isPresent()) {
      return 0;
    }
    expect(what, JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new PodReader.Malformed("'" + what + "' is out of range");
    }
    return json.getLongValue();
  }

  void expect(String what, JsonToken token, String expected) throws PodReader.Malformed {
    if (json.currentToken() != token) {
      throw new PodReader.Malformed("'" + what + "' is not " + expected);
    }
  }

  /** Reads the value as a tree. */
  JsonNode tree() throws IOException {
    return TREES.readTree(json);
  }

  /** Skips the value. */
  void skip() throws IOException {
    json.skipChildren();
  }
}
