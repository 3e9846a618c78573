package io.higuma.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields of a Protocol Buffers message, parsed without its schema. */
record WireFields(List<Field> fields) {

  /**
   * One field.
   *
   * @param value of a number
   * @param bytes of any other type
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Field(int tag, long value, byte[] bytes) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  static WireFields of(byte[] message) {
    var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long key = varint(in);
      int tag = (int) (key >>> 3);
      fields.add(
          switch ((int) key & 7) {
            case 0 -> new Field(tag, varint(in), new byte[0]);
            case 1 -> new Field(tag, in.getLong(), new byte[0]);
            case 2 -> {
              var bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield new Field(tag, 0, bytes);
            }
            case 5 -> new Field(tag, in.getInt(), new byte[0]);
            default -> throw new IllegalArgumentException("no message of Protocol Buffers");
          });
    }
    return new WireFields(fields);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }

  List<WireFields> messages(int tag) {
    return all(tag).stream().map(field -> of(field.bytes())).toList();
  }

  List<Field> all(int tag) {
    return fields.stream().filter(field -> field.tag() == tag).toList();
  }

  /** The last field with this tag; an empty field if there is none. */
  Field one(int tag) {
    var all = all(tag);
    return all.isEmpty() ? new Field(tag, 0, new byte[0]) : all.getLast();
  }
}
