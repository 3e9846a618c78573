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

  /** The answer to the call with this uid, in its version. */
  static byte[] write(ReviewVersion version, String uid, Answer answer) {
    try (var bytes = new ByteArrayBuilder(1024);
        var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", version.apiVersion());
      json.writeStringField("kind", "AdmissionReview");
      json.writeObjectFieldStart("response");
      json.writeStringField("uid", uid);
      response(json, answer);
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
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void response(JsonGenerator json, Answer answer) throws IOException {
    switch (answer) {
      case Answer.Allowed allowed -> {
        json.writeBooleanField("allowed", true);
        if (!allowed.patch().isEmpty()) {
          json.writeStringField("patchType", "JSONPatch");
          json.writeFieldName("patch");
          byte[] patch = Base64.getEncoder().encode(bytes(allowed.patch()));
          json.writeRawUTF8String(patch, 0, patch.length);
        }
      }
      case Answer.Denied denied -> {
        json.writeBooleanField("allowed", false);
        json.writeObjectFieldStart("status");
        json.writeStringField("status", "Failure");
        json.writeStringField("message", denied.message());
        json.writeStringField("reason", denied.status().reason());
        json.writeNumberField("code", denied.status().code());
        json.writeEndObject();
      }
    }
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
