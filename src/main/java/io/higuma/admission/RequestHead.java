package io.higuma.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.higuma.kuma.JsonFactories;
import java.io.IOException;

/**
 * Version and uid of an AdmissionReview, the only parts that are parsed when a request is rejected
 * unread. The API server writes both before the object, so parsing stops early.
 *
 * @param version of the response; the newest if the request's version is unknown
 * @param uid of the request; empty if not found
 */
record RequestHead(ReviewVersion version, String uid) {
  private static final JsonFactory JSON = JsonFactories.withoutInterning().build();

  /** Parses only as much of the body as needed; never throws. */
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

  /** Stops at the uid if {@code last}; otherwise moves the parser past the request. */
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
