package io.higuma.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Encodes the DER values (ITU-T X.690) of certificates and PKCS #8 keys; the JDK has no public API
 * for them.
 */
final class Der {
  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int NULL = 0x05;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT = 0x80;
  private static final int CONSTRUCTED = 0x20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Instant UTC_TIME_ENDS = Instant.parse("2050-01-01T00:00:00Z");

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, join(parts));
  }

  static byte[] set(byte[]... parts) {
    return value(SET, join(parts));
  }

  /** A constructed context-specific value. */
  static byte[] context(int number, byte[]... parts) {
    return value(CONTEXT | CONSTRUCTED | number, join(parts));
  }

  /** A primitive context-specific value. */
  static byte[] contextBytes(int number, byte[] bytes) {
    return value(CONTEXT | number, bytes);
  }

  static byte[] integer(BigInteger number) {
    return value(INTEGER, number.toByteArray());
  }

  static byte[] integer(long number) {
    return integer(BigInteger.valueOf(number));
  }

  static byte[] isTrue() {
    return value(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] nothing() {
    return value(NULL, new byte[0]);
  }

  static byte[] utf8(String text) {
    return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] octets(byte[] bytes) {
    return value(OCTET_STRING, bytes);
  }

  /** A bit string, of which the last {@code unused} bits are padding. */
  static byte[] bits(int unused, byte[] bytes) {
    return value(BIT_STRING, join(new byte[] {(byte) unused}, bytes));
  }

  /** Two digits of the year until 2049, four from then on (RFC 5280, section 4.1.2.5). */
  static byte[] time(Instant time) {
    var text = TIME.format(time);
    return time.isBefore(UTC_TIME_ENDS)
        ? value(UTC_TIME, text.substring(2).getBytes(StandardCharsets.US_ASCII))
        : value(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] oid(int... arcs) {
    var out = new ByteArrayOutputStream();
    out.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arcs[i] >>> shift != 0) {
          out.write(arcs[i] >>> shift | 0x80);
        }
      }
      out.write(arcs[i] & 0x7f);
    }
    return value(OBJECT_IDENTIFIER, out.toByteArray());
  }

  private static byte[] value(int tag, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int from = length[0] == 0 ? 1 : 0;
      out.write(0x80 | length.length - from);
      out.write(length, from, length.length - from);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
