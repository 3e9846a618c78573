package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.kuma.JsonNumbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.Tag;

/** Converts YAML scalars to the data that the API server would get. */
final class YamlScalars {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Whole numbers below it fit into a long. */
  private static final double EXACT = 1e18;

  private YamlScalars() {}

  /**
   * The data of a scalar.
   *
   * @param at offset in the text
   */
  static JsonNode data(String text, Tag tag, int at) throws SyntaxError {
    try {
      if (tag.equals(Tag.NULL)) {
        return JSON.nullNode();
      } else if (tag.equals(Tag.BOOL)) {
        return JSON.booleanNode(bool(text));
      } else if (tag.equals(Tag.INT)) {
        return integer(text);
      } else if (tag.equals(Tag.FLOAT)) {
        return real(text);
      }
      return JSON.textNode(text);
    } catch (NumberFormatException _) {
      throw new SyntaxError("'" + text + "' is not of the type that its tag says", at);
    }
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "on" -> true;
      case "n", "no", "false", "off" -> false;
      default -> throw new NumberFormatException("not a boolean");
    };
  }

  private static JsonNode integer(String text) {
    var digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    BigInteger value;
    if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0o")) {
      value = new BigInteger(digits.substring(2), 8);
    } else if (digits.startsWith("0")) {
      value = new BigInteger(digits, 8);
    } else {
      value = new BigInteger(digits);
    }
    return JsonNumbers.of(negative ? value.negate() : value);
  }

  private static JsonNode real(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf") || lower.endsWith(".nan")) {
      return JSON.textNode(text);
    }
    double value = Double.parseDouble(lower);
    if (Double.isInfinite(value)) {
      // Such as a commit like 1e12345.
      return JSON.textNode(text);
    }
    if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      return JsonNumbers.of((long) value);
    }
    return JSON.numberNode(new BigDecimal(lower));
  }
}
