package io.higuma.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.higuma.patch.JsonPatch;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Writes answers as {@code AdmissionReview}s, straight into what goes over the wire: no array in
 * between holds a patch or its Base64.
 */
final class AdmissionResponseWriter {
  private static final JsonFactory JSON =
      JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build().getFactory();

  /** As much as most answers without a patch take, and with one. */
  private static final int PLAIN_BYTES = 1024;

  private static final int PATCHED_BYTES = 12 * 1024;

  private AdmissionResponseWriter() {}

  /**
   * An answer as it goes over the wire.
   *
   * @param patchBytes how large the patch in it is, before it is encoded; 0 for none
   */
  record Written(Buffer body, int patchBytes) {}

  /** The answer to the call with this uid, in its version. */
  static Written write(ReviewVersion version, String uid, AdmissionResponse answer) {
    var patch =
        answer instanceof AdmissionResponse.Allowed allowed ? allowed.patch() : JsonPatch.NOTHING;
    var body = Buffer.buffer(patch.isEmpty() ? PLAIN_BYTES : PATCHED_BYTES);
    try {
      envelope(version, uid, answer, new BufferStream(body));
      return new Written(body, patch.isEmpty() ? 0 : patch(patch, body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of the answer; with a patch it stays open behind the quote in which the patch begins. */
  private static void envelope(
      ReviewVersion version, String uid, AdmissionResponse answer, OutputStream out)
      throws IOException {
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", version.apiVersion());
      json.writeStringField("kind", "AdmissionReview");
      json.writeObjectFieldStart("response");
      json.writeStringField("uid", uid);
      if (!answer.warnings().isEmpty()) {
        json.writeArrayFieldStart("warnings");
        for (var warning : answer.warnings()) {
          json.writeString(warning);
        }
        json.writeEndArray();
      }
      response(json, answer);
    }
  }

  private static void response(JsonGenerator json, AdmissionResponse answer) throws IOException {
    switch (answer) {
      case AdmissionResponse.Allowed allowed -> {
        json.writeBooleanField("allowed", true);
        if (!allowed.patch().isEmpty()) {
          json.writeStringField("patchType", "JSONPatch");
          json.writeFieldName("patch");
          json.writeRawValue("\"");
          return;
        }
      }
      case AdmissionResponse.Denied denied -> {
        json.writeBooleanField("allowed", false);
        json.writeObjectFieldStart("status");
        json.writeStringField("status", "Failure");
        json.writeStringField("message", denied.message());
        json.writeStringField("reason", denied.status().reason());
        json.writeNumberField("code", denied.status().code());
        json.writeEndObject();
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /**
   * The patch and the end of the answer. Not until the generator before is closed: two at once on a
   * thread cannot share its buffers.
   *
   * @return the size of the patch before it is encoded
   */
  private static int patch(JsonPatch patch, Buffer body) throws IOException {
    var out = new Base64Stream(body);
    try (var json = JSON.createGenerator(out)) {
      json.writeStartArray();
      for (var operation : patch.operations()) {
        json.writeStartObject();
        switch (operation) {
          case JsonPatch.Operation.Add add -> {
            operation(json, "add", add.path());
            json.writeFieldName("value");
            json.writeTree(add.value());
          }
          case JsonPatch.Operation.AddEncoded add -> {
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
    }
    body.appendString("\"}}");
    return out.size();
  }

  private static void operation(JsonGenerator json, String op, String path) throws IOException {
    json.writeStringField("op", op);
    json.writeStringField("path", path);
  }

  /** Writes to the end of a buffer. */
  private static final class BufferStream extends OutputStream {
    private final Buffer buffer;

    BufferStream(Buffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void write(int one) {
      buffer.appendByte((byte) one);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      buffer.appendBytes(bytes, from, length);
    }
  }
}
