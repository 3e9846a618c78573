package io.higuma.cluster.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.FieldFilter;
import java.io.IOException;

/**
 * An event of a watch.
 *
 * @param type such as {@code ADDED}
 * @param object the object, reduced to some fields; all of a Status, which the type {@code ERROR}
 *     has
 */
record WatchEvent(String type, JsonNode object) {
  /**
   * Reads an event.
   *
   * @param parser after the start of the event
   * @param filter the fields of the object to read
   */
  static WatchEvent read(JsonParser parser, FieldFilter filter) throws IOException {
    String type = "";
    JsonNode object = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      if (field.equals("type")) {
        type = parser.getText();
      } else if (field.equals("object")) {
        object = (type.equals("ERROR") ? FieldFilter.ALL : filter).read(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (object == null) {
      throw new IOException("an event without an object");
    }
    return new WatchEvent(type, object);
  }
}
