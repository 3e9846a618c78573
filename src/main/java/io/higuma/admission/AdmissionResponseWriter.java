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
 * Serializes responses as {@code AdmissionReview}s directly into the network buffer, without an
 * intermediate array for the patch or its Base64.
 */
final class AdmissionResponseWriter {
  private static final JsonFactory JSON =
      JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_CONTENT).build().getFactory();

  /** Initial buffer sizes, enough for most responses without and with a patch. */
  private static final int PLAIN_BYTES = 1024;

  private static final int PATCHED_BYTES = 12 * 1024;

  private AdmissionResponseWriter() {}

  /**
   * A serialized response.
   *
   * @param patchBytes size of the patch before Base64; 0 without a patch
   */
  record Written(Buffer body, int patchBytes) {}

  /** Serializes the response to the request with this uid and version. */
  static Written write(ReviewVersion version, String uid, AdmissionResponse response) {
    var patch =
        response instanceof AdmissionResponse.Allowed allowed ? allowed.patch() : JsonPatch.NOTHING;
    var body = Buffer.buffer(patch.isEmpty() ? PLAIN_BYTES : PATCHED_BYTES);
    try {
      envelope(version, uid, response, new BufferStream(body));
      return new Written(body, patch.isEmpty() ? 0 : patch(patch, body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the response up to its end, or up to the opening quote of the patch. */
  private static void envelope(
      ReviewVersion version, String uid, AdmissionResponse response, OutputStream out)
      throws IOException {
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("apiVersion", version.apiVersion());
      json.writeStringField("kind", "AdmissionReview");
      json.writeObjectFieldStart("response");
      json.writeStringField("uid", uid);
      if (!response.warnings().isEmpty()) {
        json.writeArrayFieldStart("warnings");
        for (var warning : response.warnings()) {
          json.writeString(warning);
        }
        json.writeEndArray();
      }
      response(json, response);
    }
  }

  private static void response(JsonGenerator json, AdmissionResponse response) throws IOException {
    switch (response) {
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
   * Writes the patch and the end of the response. The previous generator must be closed: two at
   * once on a thread cannot share its buffers.
   *
   * @return size of the patch before Base64
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

  /** Appends to a buffer. */
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
