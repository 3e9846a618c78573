package io.higuma.kuma;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * A range of IPv4 addresses.
 *
 * @param first its first address as a number
 * @param size the number of its addresses
 */
public record AddressRange(long first, long size) {
  private static final int BITS = 32;

  /** Parses CIDR notation such as {@code 240.0.0.0/4}; empty if it is not valid or not IPv4. */
  public static Optional<AddressRange> of(String cidr) {
    int slash = cidr.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    try {
      int prefix = Integer.parseInt(cidr.substring(slash + 1));
      String literal = cidr.substring(0, slash);
      InetAddress address = InetAddress.ofLiteral(literal);
      // Java also reads short forms such as 240.0, which Kuma does not.
      boolean full = address instanceof Inet4Address && address.getHostAddress().equals(literal);
      if (!full || prefix < 0 || prefix > BITS) {
        return Optional.empty();
      }
      long size = 1L << (BITS - prefix);
      long number = 0;
      for (byte part : address.getAddress()) {
        number = (number << Byte.SIZE) | (part & 0xFF);
      }
      return Optional.of(new AddressRange(number / size * size, size));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The addresses that are not taken, the lowest first. */
  public Free free(Set<String> taken) {
    return new Free(taken);
  }

  /** Iterates over free addresses. */
  public final class Free {
    private final Set<String> taken;
    private long next;

    private Free(Set<String> taken) {
      this.taken = taken;
    }

    /** Whether there is one more. */
    public boolean hasNext() {
      while (next < size && taken.contains(text(first + next))) {
        next++;
      }
      return next < size;
    }

    /** The next one; only if there is one. */
    public String next() {
      return text(first + next++);
    }
  }

  private static String text(long number) {
    return (number >> 24 & 0xFF)
        + "."
        + (number >> 16 & 0xFF)
        + "."
        + (number >> 8 & 0xFF)
        + "."
        + (number & 0xFF);
  }
}
