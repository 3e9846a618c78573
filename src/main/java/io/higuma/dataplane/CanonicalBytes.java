package io.higuma.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Canonical encoding of values for hashing: sorted keys, no nulls, numbers by value. Each value has
 * a type and length prefix, so that different values have different encodings.
 */
final class CanonicalBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
  private final DataOutputStream out = new DataOutputStream(bytes);

  CanonicalBytes text(String value) {
    return write('s', value);
  }

  CanonicalBytes map(Map<String, String> map) {
    Map<String, String> sorted = new TreeMap<>(map);
    open('m', sorted.size());
    sorted.forEach((key, value) -> text(key).text(value));
    return this;
  }

  CanonicalBytes json(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> object(node);
      case ARRAY -> array(node);
      case NUMBER -> write('n', number(node.decimalValue()));
      case STRING -> text(node.textValue());
      case BOOLEAN -> write('b', node.asText());
      case BINARY -> text(node.asText());
      case NULL, MISSING -> open('0', 0);
    };
  }

  DataplaneDigest digest() {
    try {
      ByteBuffer hash =
          ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
      return new DataplaneDigest(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  private CanonicalBytes object(JsonNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue());
              }
            });
    open('o', fields.size());
    fields.forEach((key, value) -> text(key).json(value));
    return this;
  }

  private CanonicalBytes array(JsonNode array) {
    open('a', array.size());
    array.forEach(this::json);
    return this;
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
  }

  private CanonicalBytes write(char kind, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    open(kind, utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  private CanonicalBytes open(char kind, int length) {
    try {
      out.writeByte(kind);
      out.writeInt(length);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
