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
  private static final byte[] NONE = {};

  /** More than an answer takes beside its patch, so that it is written into one piece. */
  private static final int ENVELOPE_BYTES = 1024;

  private static final int PATCH_BYTES = 8192;

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
    try {
      // Before the answer is begun: two generators at once on a thread cannot share its buffers.
      byte[] patch = patch(answer);
      return new Written(write(version, uid, answer, patch), patch.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] write(ReviewVersion version, String uid, Answer answer, byte[] patch)
      throws IOException {
    try (var bytes = new ByteArrayBuilder(ENVELOPE_BYTES + 2 * patch.length);
        var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", version.apiVersion());
      json.writeStringField("kind", "AdmissionReview");
      json.writeObjectFieldStart("response");
      json.writeStringField("uid", uid);
      response(json, answer, patch);
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
    }
  }

  /** The patch in the answer; empty where there is none. */
  private static byte[] patch(Answer answer) throws IOException {
    return switch (answer) {
      case Answer.Allowed allowed -> allowed.patch().isEmpty() ? NONE : bytes(allowed.patch());
      case Answer.Denied _ -> NONE;
    };
  }

  private static void response(JsonGenerator json, Answer answer, byte[] patch) throws IOException {
    switch (answer) {
      case Answer.Allowed _ -> {
        json.writeBooleanField("allowed", true);
        if (patch.length > 0) {
          json.writeStringField("patchType", "JSONPatch");
          json.writeFieldName("patch");
          byte[] text = Base64.getEncoder().encode(patch);
          json.writeRawUTF8String(text, 0, text.length);
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
    try (var bytes = new ByteArrayBuilder(PATCH_BYTES);
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
          case JsonPatch.Operation.AddText add -> {
            operation(json, "add", add.path());
            json.writeFieldName("value");
            add.value().writeTo(json);
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
