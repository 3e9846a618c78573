package io.higuma.cli.documents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON values that follow one another, with the text of each. */
final class JsonValues {
  private JsonValues() {}

  /**
   * One value.
   *
   * @param before the white space before it
   * @param text its text; of the last value with the white space that follows
   * @param json its data
   */
  record Value(String before, String text, JsonNode json) {}

  /** The values of a text; empty where it is not JSON all through. */
  static Optional<List<Value>> read(String text) {
    var values = new ArrayList<Value>();
    try (JsonParser parser = JsonText.MAPPER.createParser(text)) {
      int end = 0;
      while (parser.nextToken() != null) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonNode json = JsonText.MAPPER.readTree(parser);
        if (!json.isObject()) {
          return Optional.empty();
        }
        var before = text.substring(end, start);
        end = (int) parser.currentLocation().getCharOffset();
        values.add(new Value(before, text.substring(start, end), json));
      }
      var last = values.removeLast();
      values.add(new Value(last.before(), last.text() + text.substring(end), last.json()));
    } catch (IOException _) {
      return Optional.empty();
    }
    return Optional.of(values);
  }
}
