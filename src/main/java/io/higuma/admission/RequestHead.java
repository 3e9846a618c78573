package io.higuma.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Who must be answered, and in which version: all that is read of a call that is not decided. The
 * API server writes both before the object, so that reading ends long before the body does.
 *
 * @param version of the answer; the newest where the call's is unknown
 * @param uid of the call; empty where it is not found
 */
record RequestHead(ReviewVersion version, String uid) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads as much of a body as is needed; never throws. */
  static RequestHead of(byte[] body) {
    String version = "";
    String uid = "";
    try (JsonParser json = JSON.createParser(body)) {
      json.nextToken();
      while ((uid.isEmpty() || version.isEmpty()) && json.nextToken() == JsonToken.FIELD_NAME) {
        var member = json.currentName();
        var value = json.nextToken();
        if (member.equals("apiVersion") && value == JsonToken.VALUE_STRING) {
          version = json.getText();
        } else if (member.equals("request") && value == JsonToken.START_OBJECT) {
          uid = uid(json, !version.isEmpty());
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException notReadable) {
      uid = "";
    }
    return new RequestHead(ReviewVersion.of(version).orElse(ReviewVersion.V1), uid);
  }

  /** Leaves the parser behind the request only where something else is still to be found. */
  private static String uid(JsonParser json, boolean last) throws IOException {
    String uid = "";
    while (!(last && !uid.isEmpty()) && json.nextToken() == JsonToken.FIELD_NAME) {
      var member = json.currentName();
      var value = json.nextToken();
      if (member.equals("uid") && value == JsonToken.VALUE_STRING) {
        uid = json.getText();
      }
      json.skipChildren();
    }
    return uid;
  }
}
