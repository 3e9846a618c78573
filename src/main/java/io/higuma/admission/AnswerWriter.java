package io.higuma.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.patch.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/** Writes answers as {@code AdmissionReview}s. */
final class AnswerWriter {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  private AnswerWriter() {}

  /**
   * An answer as it goes over the wire.
   *
   * @param patchBytes how large the patch in it is, before it is encoded; 0 for none
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and too large to copy.
  record Written(byte[] bytes, int patchBytes) {}

  /** The answer to the call with this uid, in its version. */
  static Written write(ReviewVersion version, String uid, Answer answer) {
    try (var bytes = new ByteArrayBuilder(1024);
        var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", version.apiVersion());
      json.writeStringField("kind", "AdmissionReview");
      json.writeObjectFieldStart("response");
      json.writeStringField("uid", uid);
      int patchBytes = response(json, answer);
      if (!answer.warnings().isEmpty()) {
        json.writeArrayFieldStart("warnings");
        for (var warning : answer.warnings()) {
          json.writeString(warning);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeEndObject();
      json.flush();
      return new Written(bytes.toByteArray(), patchBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says how large the patch is. */
  private static int response(JsonGenerator json, Answer answer) throws IOException {
    return switch (answer) {
      case Answer.Allowed allowed -> {
        json.writeBooleanField("allowed", true);
        yield allowed.patch().isEmpty() ? 0 : patch(json, allowed.patch());
      }
      case Answer.Denied denied -> {
        json.writeBooleanField("allowed", false);
        json.writeObjectFieldStart("status");
        json.writeStringField("status", "Failure");
        json.writeStringField("message", denied.message());
        json.writeStringField("reason", denied.status().reason());
        json.writeNumberField("code", denied.status().code());
        json.writeEndObject();
        yield 0;
      }
    };
  }

  private static int patch(JsonGenerator json, JsonPatch patch) throws IOException {
    json.writeStringField("patchType", "JSONPatch");
    json.writeFieldName("patch");
    byte[] bytes = bytes(patch);
    byte[] text = Base64.getEncoder().encode(bytes);
    json.writeRawUTF8String(text, 0, text.length);
    return bytes.length;
  }

  private static byte[] bytes(JsonPatch patch) throws IOException {
    try (var bytes = new ByteArrayBuilder(4096);
        var json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (var operation : patch.operations()) {
        json.writeStartObject();
        switch (operation) {
          case JsonPatch.Operation.Add add -> {
            operation(json, "add", add.path());
            json.writeFieldName("value");
            json.writeTree(add.value());
          }
          case JsonPatch.Operation.Replace replace -> {
            operation(json, "replace", replace.path());
            json.writeFieldName("value");
            json.writeTree(replace.value());
          }
          case JsonPatch.Operation.Remove remove -> operation(json, "remove", remove.path());
          case JsonPatch.Operation.Move move -> {
            operation(json, "move", move.path());
            json.writeStringField("from", move.from());
          }
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.flush();
      return bytes.toByteArray();
    }
  }

  private static void operation(JsonGenerator json, String op, String path) throws IOException {
    json.writeStringField("op", op);
    json.writeStringField("path", path);
  }
}
