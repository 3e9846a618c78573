package io.higuma.kuma;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;

/** Whole numbers as JSON nodes, as Jackson's parser makes them: equal numbers are equal nodes. */
public final class JsonNumbers {
  private JsonNumbers() {}

  /** The smallest node that holds the number. */
  public static JsonNode of(BigInteger value) {
    return value.bitLength() < Long.SIZE
        ? of(value.longValueExact())
        : JsonNodeFactory.instance.numberNode(value);
  }

  /** The smallest node that holds the number. */
  public static JsonNode of(long value) {
    return value == (int) value
        ? JsonNodeFactory.instance.numberNode((int) value)
        : JsonNodeFactory.instance.numberNode(value);
  }
}
