package io.higuma.admission;

import io.vertx.core.buffer.Buffer;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Output stream that appends Base64 to a buffer; complete after close. Encodes in chunks, which is
 * several times faster than the JDK's stream, which encodes byte by byte.
 */
final class Base64Stream extends OutputStream {
  private static final int CHUNK = 3 * 512;

  private final Buffer buffer;
  private final byte[] plain = new byte[CHUNK];
  private final byte[] encoded = new byte[CHUNK / 3 * 4];
  private int buffered;
  private int size;

  Base64Stream(Buffer buffer) {
    this.buffer = buffer;
  }

  /** Number of bytes written, before Base64. */
  int size() {
    return size;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    size += length;
    for (int at = from, left = length; left > 0; ) {
      int taken = Math.min(left, CHUNK - buffered);
      System.arraycopy(bytes, at, plain, buffered, taken);
      buffered += taken;
      at += taken;
      left -= taken;
      if (buffered == CHUNK) {
        Base64.getEncoder().encode(plain, encoded);
        buffer.appendBytes(encoded);
        buffered = 0;
      }
    }
  }

  @Override
  public void close() {
    buffer.appendBytes(Base64.getEncoder().encode(Arrays.copyOf(plain, buffered)));
    buffered = 0;
  }
}
