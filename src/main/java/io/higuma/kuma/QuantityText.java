package io.higuma.kuma;

import java.math.BigDecimal;
import java.util.Optional;

/** Parser of the text form of a {@link Quantity}. */
final class QuantityText {
  /** Longer than any realistic quantity; limits the cost of malicious input. */
  private static final int MAX_LENGTH = 200;

  private static final int MAX_EXPONENT = 100;
  private static final String LETTERS = "kMGTPE";

  private final String text;
  private int at;

  QuantityText(String text) {
    this.text = text;
  }

  Optional<Quantity> read() {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean negative = text.startsWith("-");
    if (negative || text.startsWith("+")) {
      at++;
    }
    int start = at;
    int digits = skipDigits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits += skipDigits();
    }
    if (digits == 0) {
      return Optional.empty();
    }
    BigDecimal number = number(text.substring(start, at));
    return withSuffix(negative ? number.negate() : number);
  }

  private int skipDigits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private static BigDecimal number(String digits) {
    String trimmed = digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits;
    return new BigDecimal(trimmed);
  }

  private Optional<Quantity> withSuffix(BigDecimal number) {
    String suffix = text.substring(at);
    return switch (suffix) {
      case "" -> decimal(number, 0);
      case "n" -> decimal(number, -9);
      case "u" -> decimal(number, -6);
      case "m" -> decimal(number, -3);
      default -> {
        int power = LETTERS.indexOf(suffix.charAt(0)) + 1;
        if (suffix.length() == 1 && power > 0) {
          yield decimal(number, 3 * power);
        }
        if (suffix.length() == 2 && suffix.charAt(1) == 'i') {
          yield binary(number, suffix.charAt(0));
        }
        yield exponent(number, suffix);
      }
    };
  }

  private static Optional<Quantity> decimal(BigDecimal number, int power) {
    return Optional.of(new Quantity(number.scaleByPowerOfTen(power), Quantity.Form.DECIMAL));
  }

  private static Optional<Quantity> binary(BigDecimal number, char letter) {
    int power = "KMGTPE".indexOf(letter) + 1;
    return power == 0
        ? Optional.empty()
        : Optional.of(
            new Quantity(
                number.multiply(BigDecimal.valueOf(1024).pow(power)), Quantity.Form.BINARY));
  }

  private static Optional<Quantity> exponent(BigDecimal number, String suffix) {
    char letter = suffix.charAt(0);
    if (letter != 'e' && letter != 'E') {
      return Optional.empty();
    }
    int first = suffix.length() > 1 && "+-".indexOf(suffix.charAt(1)) >= 0 ? 2 : 1;
    if (first == suffix.length()) {
      return Optional.empty();
    }
    int power = 0;
    for (int i = first; i < suffix.length(); i++) {
      int digit = suffix.charAt(i) - '0';
      power = power * 10 + digit;
      if (digit < 0 || digit > 9 || power > MAX_EXPONENT) {
        return Optional.empty();
      }
    }
    int signed = suffix.charAt(1) == '-' ? -power : power;
    return Optional.of(new Quantity(number.scaleByPowerOfTen(signed), Quantity.Form.EXPONENT));
  }
}
