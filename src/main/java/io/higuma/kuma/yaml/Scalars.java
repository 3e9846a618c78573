package io.higuma.kuma.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.higuma.kuma.JsonNumbers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves the types of scalars by the rules of go-yaml 2, which sigs.k8s.io/yaml uses. */
final class Scalars {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String STANDARD = "tag:yaml.org,2002:";
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern WHOLE =
      Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))");
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
              + "(?:([Tt ])([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?"
              + "(Z|[-+][0-9]{2}:[0-9]{2})?)?");
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  /** Longer digit sequences are always parsed as a float or a string. */
  private static final int MAX_NUMBER_LENGTH = 400;

  private Scalars() {}

  /** The types that a tag can specify. */
  private enum Kind {
    STR,
    BOOL,
    INT,
    FLOAT,
    NULL,
    TIMESTAMP;

    private String tag() {
      return STANDARD + name().toLowerCase(java.util.Locale.ROOT);
    }

    private static @Nullable Kind of(String tag) {
      for (Kind kind : values()) {
        if (kind.tag().equals(tag)) {
          return kind;
        }
      }
      return null;
    }
  }

  private record Resolved(Kind kind, JsonNode value) {}

  /** Converts a scalar to JSON. */
  static JsonNode resolve(YamlNode.Scalar scalar) throws YamlSyntaxException {
    if (scalar.tag().isEmpty()) {
      return scalar.plain()
          ? resolved(scalar.value(), true).value()
          : JSON.textNode(scalar.value());
    }
    if (scalar.tag().equals(STANDARD + "binary")) {
      return binary(scalar);
    }
    Kind wanted = Kind.of(scalar.tag());
    return wanted == null || wanted == Kind.STR
        ? JSON.textNode(scalar.value())
        : tagged(scalar, wanted);
  }

  private static JsonNode tagged(YamlNode.Scalar scalar, Kind wanted) throws YamlSyntaxException {
    Resolved found = resolved(scalar.value(), wanted == Kind.TIMESTAMP);
    if (found.kind() == wanted) {
      return found.value();
    }
    if (wanted == Kind.FLOAT && found.kind() == Kind.INT && found.value().canConvertToLong()) {
      return JSON.numberNode(found.value().doubleValue());
    }
    throw new YamlSyntaxException(
        scalar.line(),
        "'%s' is not what its tag !!%s says"
            .formatted(scalar.value(), wanted.tag().substring(STANDARD.length())));
  }

  private static JsonNode binary(YamlNode.Scalar scalar) throws YamlSyntaxException {
    try {
      // Go's decoder also ignores line breaks.
      byte[] bytes = Base64.getDecoder().decode(scalar.value().replaceAll("[\r\n]", ""));
      return JSON.textNode(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new YamlSyntaxException(scalar.line(), "!!binary is not followed by base64");
    }
  }

  private static Resolved resolved(String text, boolean times) {
    Resolved word = word(text);
    if (word != null) {
      return word;
    }
    char first = text.charAt(0);
    boolean digits = first == '+' || first == '-' || (first >= '0' && first <= '9');
    if (digits && times && isTime(text)) {
      return new Resolved(Kind.TIMESTAMP, JSON.textNode(text));
    }
    JsonNode number = digits ? number(text.replace("_", "")) : first == '.' ? real(text) : null;
    return number == null
        ? new Resolved(Kind.STR, JSON.textNode(text))
        : new Resolved(number.isIntegralNumber() ? Kind.INT : Kind.FLOAT, number);
  }

  private static @Nullable Resolved word(String text) {
    return switch (text) {
      case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" ->
          new Resolved(Kind.BOOL, JSON.booleanNode(true));
      case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" ->
          new Resolved(Kind.BOOL, JSON.booleanNode(false));
      case "", "~", "null", "Null", "NULL" -> new Resolved(Kind.NULL, JSON.nullNode());
      case ".nan", ".NaN", ".NAN" -> new Resolved(Kind.FLOAT, JSON.numberNode(Double.NaN));
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
          new Resolved(Kind.FLOAT, JSON.numberNode(Double.POSITIVE_INFINITY));
      case "-.inf", "-.Inf", "-.INF" ->
          new Resolved(Kind.FLOAT, JSON.numberNode(Double.NEGATIVE_INFINITY));
      default -> null;
    };
  }

  private static @Nullable JsonNode number(String text) {
    if (text.length() > MAX_NUMBER_LENGTH) {
      return real(text);
    }
    Matcher whole = WHOLE.matcher(text);
    JsonNode number = whole.matches() ? integer(whole) : null;
    return number == null ? real(text) : number;
  }

  /** A signed or unsigned 64-bit number; null if it is out of range. */
  private static @Nullable JsonNode integer(Matcher whole) {
    BigInteger size =
        whole.group(2) != null
            ? new BigInteger(whole.group(2), 16)
            : whole.group(3) != null
                ? new BigInteger(whole.group(3), 2)
                : whole.group(4) != null
                    ? new BigInteger(whole.group(4), 8)
                    : new BigInteger(whole.group(5));
    String sign = whole.group(1);
    BigInteger value = "-".equals(sign) ? size.negate() : size;
    // Go's unsigned parser accepts no plus sign.
    boolean unsigned = value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0 && "".equals(sign);
    return value.bitLength() < Long.SIZE || unsigned ? JsonNumbers.of(value) : null;
  }

  private static @Nullable JsonNode real(String text) {
    if (!FLOAT.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? JSON.numberNode(value) : null;
  }

  private static boolean isTime(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return false;
    }
    // A time with T requires a zone, a time with a space must not have one.
    boolean zoned = time.group(8) != null;
    if (time.group(4) != null && zoned == time.group(4).equals(" ")) {
      return false;
    }
    try {
      LocalDate.of(part(time, 1), part(time, 2), part(time, 3));
    } catch (DateTimeException e) {
      return false;
    }
    return time.group(4) == null
        || (part(time, 5) < 24 && part(time, 6) < 60 && part(time, 7) < 60);
  }

  private static int part(Matcher time, int group) {
    return Integer.parseInt(time.group(group));
  }
}
