package io.higuma.kuma;

/** Validator of IP addresses and CIDR blocks. Never resolves names. */
public final class IpBlock {
  private IpBlock() {}

  /** Whether this is an IPv4 or IPv6 address. */
  public static boolean isAddress(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  /** Whether this is an IPv4 or IPv6 address, or one followed by {@code /} and a prefix length. */
  public static boolean isAddressOrBlock(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      return isAddress(text);
    }
    var address = text.substring(0, slash);
    var length = AnnotationParsers.digits(text.substring(slash + 1), 3);
    return length >= 0 && length <= (isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1);
  }

  private static boolean isIpv4(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (var part : parts) {
      var number = AnnotationParsers.digits(part, 3);
      if (number < 0 || number > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String text) {
    var gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    var before = text.substring(0, gap);
    var after = text.substring(gap + 2);
    var left = before.isEmpty() ? 0 : groups(before, false);
    var right = after.isEmpty() ? 0 : groups(after, true);
    return left >= 0 && right >= 0 && left + right <= 7;
  }

  /**
   * Number of 16-bit groups; -1 if the text is invalid. An IPv4 address counts as two, and can only
   * be the end of the address.
   */
  private static int groups(String text, boolean isEnd) {
    var parts = text.split(":", -1);
    var count = 0;
    for (var i = 0; i < parts.length; i++) {
      if (isEnd && i == parts.length - 1 && isIpv4(parts[i])) {
        count += 2;
      } else if (isHexGroup(parts[i])) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }

  private static boolean isHexGroup(String part) {
    return !part.isEmpty()
        && part.length() <= 4
        && part.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
  }
}
