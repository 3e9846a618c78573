package io.higuma.kuma.yaml;

import java.math.BigDecimal;

/** Formats floating point numbers as Go does. */
final class GoFloat {
  private static final int MIN_PLAIN_EXPONENT = -4;
  private static final int MIN_SCIENTIFIC_EXPONENT = 6;

  private GoFloat() {}

  /**
   * As {@code strconv.FormatFloat(value, 'g', -1, 32)}, which sigs.k8s.io/yaml uses for doubles
   * too: the shortest text that represents the same 32 bits.
   */
  static String text(double value) {
    float number = (float) value;
    if (Float.isNaN(number)) {
      return "NaN";
    }
    if (Float.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    String sign = Float.floatToRawIntBits(number) < 0 ? "-" : "";
    if (number == 0) {
      return sign + "0";
    }
    BigDecimal shortest = new BigDecimal(Float.toString(Math.abs(number))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    boolean plain = exponent >= MIN_PLAIN_EXPONENT && exponent < MIN_SCIENTIFIC_EXPONENT;
    return sign + (plain ? shortest.toPlainString() : scientific(digits, exponent));
  }

  /** As {@link #text}, with YAML's names for infinity and NaN. */
  static String key(double value) {
    String text = text(value);
    return switch (text) {
      case "+Inf" -> ".inf";
      case "-Inf" -> "-.inf";
      case "NaN" -> ".nan";
      default -> text;
    };
  }

  private static String scientific(String digits, int exponent) {
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
  }
}
