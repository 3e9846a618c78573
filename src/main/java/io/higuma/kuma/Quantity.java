package io.higuma.kuma;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An amount of CPU or memory, read and written as Kubernetes does.
 *
 * <p>Amounts are exact to the billionth; finer ones are rounded away from zero. Binary ones end at
 * 2^63-1; greater ones become that. Two quantities are equal if they are written the same; {@link
 * #compareTo} goes by the amount alone, so {@code 1Ki} and {@code 1024} differ but compare as 0.
 *
 * @param amount the amount itself
 * @param form how it is written
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
public record Quantity(BigDecimal amount, Form form) implements Comparable<Quantity> {

  /** The families of suffixes. */
  public enum Form {
    /** {@code n u m k M G T P E}. */
    DECIMAL,
    /** {@code Ki Mi Gi Ti Pi Ei}. */
    BINARY,
    /** {@code e3}, {@code E6}. */
    EXPONENT
  }

  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigInteger KIBI_INTEGER = BigInteger.valueOf(1024);
  private static final String[] DECIMAL_SUFFIXES = {
    "n", "u", "m", "", "k", "M", "G", "T", "P", "E"
  };
  private static final String BINARY_SUFFIXES = "KMGTPE";
  private static final int NANO_DIGITS = 9;

  /** Rounds, limits and settles the form, so that equal texts are equal quantities. */
  public Quantity {
    if (amount.scale() > NANO_DIGITS) {
      amount = amount.setScale(NANO_DIGITS, RoundingMode.UP);
    }
    if (form == Form.BINARY) {
      amount = limited(amount);
    }
    amount = amount.stripTrailingZeros();
    if (isWrittenInDecimal(amount, form)) {
      form = Form.DECIMAL;
    }
  }

  private static boolean isWrittenInDecimal(BigDecimal amount, Form form) {
    return switch (form) {
      case DECIMAL -> true;
      case EXPONENT -> amount.signum() == 0 || thousands(amount) == 0;
      case BINARY ->
          amount.scale() > 0
              || amount.abs().compareTo(KIBI) < 0
              || (amount.remainder(KIBI).signum() != 0 && thousands(amount) == 0);
    };
  }

  /** Reads {@code text}, which stands at {@code path}. */
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
   * The quantity that a constant of ours stands for.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Quantity of(String text) {
    return new QuantityText(text)
        .read()
        .orElseThrow(() -> new IllegalArgumentException("no quantity: " + text));
  }

  /** Whether it is nothing at all. */
  public boolean isZero() {
    return amount.signum() == 0;
  }

  /** Whether it is less than nothing. */
  public boolean isNegative() {
    return amount.signum() < 0;
  }

  /** The amount in units, rounded away from zero, at most {@link Long#MAX_VALUE}. */
  public long value() {
    return limited(amount).setScale(0, RoundingMode.UP).longValueExact();
  }

  /** The amount in thousandths, rounded away from zero, at most {@link Long#MAX_VALUE}. */
  public long milliValue() {
    return limited(amount.movePointRight(3)).setScale(0, RoundingMode.UP).longValueExact();
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  /** The canonical form: no fraction, the greatest suffix that allows it. */
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

  private static BigDecimal limited(BigDecimal amount) {
    return amount.min(GREATEST).max(GREATEST.negate());
  }

  /** The greatest power of a thousand that divides {@code amount}, which has no trailing zeros. */
  private static int thousands(BigDecimal amount) {
    return Math.floorDiv(-amount.scale(), 3);
  }
}
