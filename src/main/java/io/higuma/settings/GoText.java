package io.higuma.settings;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses values of environment variables with Go's rules, as Kuma does. */
final class GoText {
  private static final int MAX_LENGTH = 100;

  private GoText() {}

  /** The spellings of Go's {@code strconv.ParseBool}. */
  static Optional<Boolean> bool(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
      case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** An integer as a Go literal: decimal, {@code 0x}, {@code 0o}, {@code 0b}, {@code _}. */
  static Optional<Long> number(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    if (digits.isEmpty() || digits.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int radix = radixOf(digits);
    String plain = radix == 10 ? digits : withoutPrefix(digits);
    // Go allows underscores between digits, and between prefix and digits.
    if (plain.endsWith("_") || plain.contains("__") || (radix == 10 && plain.startsWith("_"))) {
      return Optional.empty();
    }
    plain = plain.replace("_", "");
    if (plain.isEmpty() || Character.digit(plain.charAt(0), radix) < 0) {
      return Optional.empty();
    }
    try {
      BigInteger number = new BigInteger(plain, radix);
      BigInteger value = text.startsWith("-") ? number.negate() : number;
      return value.bitLength() < Long.SIZE ? Optional.of(value.longValueExact()) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The pieces between commas, trimmed; empty ones are dropped. */
  static List<String> list(String text) {
    List<String> pieces = new ArrayList<>();
    for (String piece : text.split(",", -1)) {
      String trimmed = piece.strip();
      if (!trimmed.isEmpty()) {
        pieces.add(trimmed);
      }
    }
    return pieces;
  }

  /**
   * The pairs {@code key:value} between commas, split at the first colon; empty if one has none.
   */
  static Optional<Map<String, String>> map(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String piece : list(text)) {
      int colon = piece.indexOf(':');
      if (colon <= 0) {
        return Optional.empty();
      }
      pairs.put(piece.substring(0, colon).strip(), piece.substring(colon + 1).strip());
    }
    return Optional.of(pairs);
  }

  private static int radixOf(String digits) {
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      return 10;
    }
    return switch (digits.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }

  private static String withoutPrefix(String digits) {
    return Character.isLetter(digits.charAt(1)) ? digits.substring(2) : digits.substring(1);
  }
}
