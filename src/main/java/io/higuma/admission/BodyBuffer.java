package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Collects the chunks of one request body. Not thread-safe. */
final class BodyBuffer {
  private @Nullable Buffer body;
  private boolean isOwn;

  /** Adds a chunk. Most bodies have one, which is not copied; with a second one it is, once. */
  void append(Buffer chunk) {
    if (body == null) {
      body = chunk;
    } else if (isOwn) {
      body.appendBuffer(chunk);
    } else {
      body = Buffer.buffer(2 * BodyLimit.SMALL_BYTES).appendBuffer(body).appendBuffer(chunk);
      isOwn = true;
    }
  }

  /** The bytes; empties the buffer. */
  byte[] take() {
    byte[] bytes = body == null ? new byte[0] : body.getBytes();
    clear();
    return bytes;
  }

  void clear() {
    body = null;
    isOwn = false;
  }
}
