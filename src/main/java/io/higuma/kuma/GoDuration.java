package io.higuma.kuma;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * Parser and formatter of durations in Go syntax: {@code 1h2m3.5s}, {@code 300ms}, {@code -5s}.
 *
 * <p>Units are {@code ns}, {@code us} (or {@code µs}), {@code ms}, {@code s}, {@code m} and {@code
 * h}. A duration is at most about 292 years.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDuration {
  private static final int MAX_LENGTH = 200;
  private static final long SECOND = 1_000_000_000L;

  private GoDuration() {}

  /** Parses {@code text}; {@code path} is its location, for the violation. */
  public static Parsed<Duration> parse(String path, String text) {
    return read(text)
        .<Parsed<Duration>>map(Parsed::good)
        .orElseGet(
            () ->
                Parsed.bad(
                    path, "bad_duration", text, "a duration such as 30s, 1m30s, 1.5h or 300ms"));
  }

  /**
   * Formats it in Go's canonical form: 60 seconds are {@code 1m0s}, zero is {@code 0s}.
   *
   * @throws ArithmeticException if it is longer than 292 years
   */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    BigInteger size = BigInteger.valueOf(nanos).abs();
    if (size.bitLength() < Long.SIZE && size.longValue() < SECOND) {
      return sign + formatSubSecond(size.longValue());
    }
    BigInteger[] minutes = size.divideAndRemainder(BigInteger.valueOf(60 * SECOND));
    long whole = minutes[0].longValueExact();
    String seconds = fraction(minutes[1].longValueExact(), 9) + "s";
    if (whole == 0) {
      return sign + seconds;
    }
    return sign + (whole >= 60 ? whole / 60 + "h" : "") + whole % 60 + "m" + seconds;
  }

  private static String formatSubSecond(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000 ? fraction(nanos, 3) + "µs" : fraction(nanos, 6) + "ms";
  }

  private static String fraction(long nanos, int digits) {
    BigDecimal number = BigDecimal.valueOf(nanos, digits);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static Optional<Duration> read(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String rest = signed ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (rest.isEmpty() || rest.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    BigInteger nanos = BigInteger.ZERO;
    int at = 0;
    while (at < rest.length()) {
      int unitAt = endOf(rest, at, true);
      int end = endOf(rest, unitAt, false);
      Optional<BigInteger> part = part(rest.substring(at, unitAt), rest.substring(unitAt, end));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      nanos = nanos.add(part.get());
      at = end;
    }
    BigInteger value = text.startsWith("-") ? nanos.negate() : nanos;
    return value.bitLength() < Long.SIZE
        ? Optional.of(Duration.ofNanos(value.longValueExact()))
        : Optional.empty();
  }

  /** End of the run of number characters, or of other characters, that starts at {@code from}. */
  private static int endOf(String text, int from, boolean number) {
    int at = from;
    while (at < text.length() && isNumeric(text.charAt(at)) == number) {
      at++;
    }
    return at;
  }

  private static boolean isNumeric(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  private static Optional<BigInteger> part(String number, String unit) {
    int point = number.indexOf('.');
    boolean digits = !number.isEmpty() && !number.equals(".");
    if (!digits || (point >= 0 && number.indexOf('.', point + 1) >= 0)) {
      return Optional.empty();
    }
    String plain = point == number.length() - 1 ? number.substring(0, point) : number;
    return nanosOf(unit)
        .map(nanos -> new BigDecimal(plain).multiply(nanos))
        .map(nanos -> nanos.setScale(0, RoundingMode.DOWN).toBigInteger());
  }

  private static Optional<BigDecimal> nanosOf(String unit) {
    return switch (unit) {
      case "ns" -> nanos(1);
      // Go accepts the micro sign and the Greek letter.
      case "us", "µs", "μs" -> nanos(1_000);
      case "ms" -> nanos(1_000_000);
      case "s" -> nanos(SECOND);
      case "m" -> nanos(60 * SECOND);
      case "h" -> nanos(3600 * SECOND);
      default -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> nanos(long nanos) {
    return Optional.of(BigDecimal.valueOf(nanos));
  }
}
