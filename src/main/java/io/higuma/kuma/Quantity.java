package io.higuma.kuma;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Kubernetes quantity: an amount of CPU or memory.
 *
 * <p>Precision is 10^-9; smaller fractions are rounded away from zero. Binary quantities are capped
 * at 2^63-1. Two quantities are equal if their canonical texts are equal; {@link #compareTo}
 * compares only the amount, so {@code 1Ki} and {@code 1024} differ but compare as 0.
 *
 * @param amount the amount
 * @param form its suffix format
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
public record Quantity(BigDecimal amount, Form form) implements Comparable<Quantity> {

  /** The suffix formats. */
  public enum Form {
    /** {@code n u m k M G T P E}. */
    DECIMAL,
    /** {@code Ki Mi Gi Ti Pi Ei}. */
    BINARY,
    /** {@code e3}, {@code E6}. */
    EXPONENT
  }

  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigInteger KIBI_INTEGER = BigInteger.valueOf(1024);
  private static final String[] DECIMAL_SUFFIXES = {
    "n", "u", "m", "", "k", "M", "G", "T", "P", "E"
  };
  private static final String BINARY_SUFFIXES = "KMGTPE";
  private static final int NANO_DIGITS = 9;

  /** Normalizes amount and form, so that equal texts are equal quantities. */
  public Quantity {
    if (amount.scale() > NANO_DIGITS) {
      amount = amount.setScale(NANO_DIGITS, RoundingMode.UP);
    }
    if (form == Form.BINARY) {
      amount = capped(amount);
    }
    amount = amount.stripTrailingZeros();
    if (hasDecimalForm(amount, form)) {
      form = Form.DECIMAL;
    }
  }

  private static boolean hasDecimalForm(BigDecimal amount, Form form) {
    return switch (form) {
      case DECIMAL -> true;
      case EXPONENT -> amount.signum() == 0 || thousands(amount) == 0;
      case BINARY ->
          amount.scale() > 0
              || amount.abs().compareTo(KIBI) < 0
              || (amount.remainder(KIBI).signum() != 0 && thousands(amount) == 0);
    };
  }

  /** Parses {@code text}; {@code path} is its location, for the violation. */
  public static Parsed<Quantity> parse(String path, String text) {
    return new QuantityText(text)
        .read()
        .<Parsed<Quantity>>map(Parsed::good)
        .orElseGet(
            () ->
                Parsed.bad(
                    path,
                    "bad_quantity",
                    text,
                    "a quantity: a number, then nothing, one of n u m k M G T P E, one of Ki Mi Gi"
                        + " Ti Pi Ei, or an exponent such as e3"));
  }

  /**
   * Parses a constant.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  public static Quantity of(String text) {
    return new QuantityText(text)
        .read()
        .orElseThrow(() -> new IllegalArgumentException("not a quantity: " + text));
  }

  /** Whether the amount is zero. */
  public boolean isZero() {
    return amount.signum() == 0;
  }

  /** Whether the amount is negative. */
  public boolean isNegative() {
    return amount.signum() < 0;
  }

  /** The amount in units, rounded away from zero, at most {@link Long#MAX_VALUE}. */
  public long value() {
    return capped(amount).setScale(0, RoundingMode.UP).longValueExact();
  }

  /** The amount in thousandths, rounded away from zero, at most {@link Long#MAX_VALUE}. */
  public long milliValue() {
    return capped(amount.movePointRight(3)).setScale(0, RoundingMode.UP).longValueExact();
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  /** The canonical form: no fraction, the largest suffix that allows it. */
  @Override
  public String toString() {
    if (isZero()) {
      return "0";
    }
    return form == Form.BINARY ? inKibis() : inThousands();
  }

  private String inThousands() {
    int thousands = thousands(amount);
    if (form == Form.DECIMAL) {
      thousands = Math.min(thousands, DECIMAL_SUFFIXES.length - 4);
    }
    String digits = amount.movePointLeft(3 * thousands).toBigIntegerExact().toString();
    return form == Form.EXPONENT
        ? digits + "e" + 3 * thousands
        : digits + DECIMAL_SUFFIXES[thousands + 3];
  }

  private String inKibis() {
    BigInteger rest = amount.toBigIntegerExact();
    int kibis = 0;
    while (rest.mod(KIBI_INTEGER).signum() == 0) {
      rest = rest.divide(KIBI_INTEGER);
      kibis++;
    }
    return kibis == 0 ? rest.toString() : rest + BINARY_SUFFIXES.substring(kibis - 1, kibis) + "i";
  }

  private static BigDecimal capped(BigDecimal amount) {
    return amount.min(MAX).max(MAX.negate());
  }

  /** The largest power of a thousand that divides {@code amount}, which has no trailing zeros. */
  private static int thousands(BigDecimal amount) {
    return Math.floorDiv(-amount.scale(), 3);
  }
}
