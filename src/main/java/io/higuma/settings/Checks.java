package io.higuma.settings;

import io.higuma.kuma.AddressRange;
import io.higuma.kuma.GoDuration;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Quantity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Checks a typed value against the limits of its leaf. */
final class Checks {
  private static final int MAX_LABEL_LENGTH = 63;
  private static final int MAX_LABEL_PREFIX_LENGTH = 253;

  private Checks() {}

  /**
   * Returns the part of {@code value} that is not as {@link SettingLeaf#expected}; empty if valid.
   */
  static Optional<String> invalidPart(SettingLeaf leaf, Object value) {
    return switch (leaf.type()) {
      case TEXT -> only((String) value, text -> isValidText(leaf.limits(), text));
      case BOOLEAN -> Optional.empty();
      case INT -> only((Integer) value, number -> inRange(leaf, number));
      case LONG -> only((Long) value, number -> inRange(leaf, number));
      case DURATION ->
          isValidDuration(leaf.limits().check(), (Duration) value)
              ? Optional.empty()
              : Optional.of(GoDuration.format((Duration) value));
      case QUANTITY -> only((Quantity) value, quantity -> !quantity.isNegative());
      case TEXTS -> first((List<?>) value, part -> isValidPart(leaf.limits(), (String) part));
      case NUMBERS -> first((List<?>) value, number -> inRange(leaf, (Integer) number));
      case MAP ->
          first(((Map<?, ?>) value).keySet(), key -> isValidPart(leaf.limits(), (String) key));
    };
  }

  private static <T> Optional<String> only(T value, Predicate<T> isValid) {
    return isValid.test(value) ? Optional.empty() : Optional.of(value.toString());
  }

  private static Optional<String> first(Iterable<?> values, Predicate<Object> isValid) {
    for (Object value : values) {
      if (!isValid.test(value)) {
        return Optional.of(value.toString());
      }
    }
    return Optional.empty();
  }

  private static boolean inRange(SettingLeaf leaf, long number) {
    return number >= leaf.limits().min() && number <= leaf.limits().max();
  }

  private static boolean isValidDuration(Check check, Duration duration) {
    return switch (check) {
      case POSITIVE -> duration.isPositive();
      case NOT_NEGATIVE -> !duration.isNegative();
      case ANY,
          NOT_EMPTY,
          DNS_LABEL,
          DNS_SUBDOMAIN,
          DNS_SUBDOMAIN_OR_EMPTY,
          DNS_NAME,
          IPV4_RANGE,
          ADDRESSES,
          LABEL_KEYS,
          ENV_NAMES,
          PATH,
          URL_PATH,
          CIPHER_SUITES,
          ORIGINS ->
          true;
    };
  }

  private static boolean isValidText(Limits limits, String text) {
    boolean allowed = limits.oneOf().isEmpty() || limits.oneOf().contains(text);
    return allowed && isValidPart(limits, text);
  }

  private static boolean isValidPart(Limits limits, String text) {
    return switch (limits.check()) {
      case ANY, POSITIVE, NOT_NEGATIVE -> true;
      case NOT_EMPTY -> !text.isBlank();
      case DNS_LABEL -> KubernetesName.DNS_LABEL.matches(text);
      case DNS_SUBDOMAIN -> KubernetesName.DNS_SUBDOMAIN.matches(text);
      case DNS_SUBDOMAIN_OR_EMPTY -> text.isEmpty() || KubernetesName.DNS_SUBDOMAIN.matches(text);
      case DNS_NAME -> isDnsName(text);
      case IPV4_RANGE -> AddressRange.of(text).isPresent();
      case ADDRESSES -> isAddressOrCidr(text);
      case LABEL_KEYS -> isLabelKey(text);
      case ENV_NAMES ->
          !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '=');
      case PATH -> text.startsWith("/");
      case URL_PATH -> text.chars().allMatch(c -> isLetterOrDigit(c) || "/-._~".indexOf(c) >= 0);
      case CIPHER_SUITES -> CipherSuites.isKnown(text);
      case ORIGINS -> AllowedOrigin.isValid(text);
    };
  }

  private static boolean isDnsName(String text) {
    return isLabelName(text) && !text.contains("..");
  }

  /** Kubernetes' rules for label names and non-empty label values. */
  private static boolean isLabelName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LABEL_LENGTH
        && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')
        && isLetterOrDigit(text.charAt(0))
        && isLetterOrDigit(text.charAt(text.length() - 1));
  }

  private static boolean isLabelKey(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return isLabelName(text);
    }
    String prefix = text.substring(0, slash);
    boolean isValidPrefix = prefix.length() <= MAX_LABEL_PREFIX_LENGTH;
    for (String part : prefix.split("\\.", -1)) {
      isValidPrefix = isValidPrefix && KubernetesName.DNS_LABEL.matches(part);
    }
    return isValidPrefix && isLabelName(text.substring(slash + 1));
  }

  private static boolean isLowerCaseOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isLetterOrDigit(int c) {
    return isLowerCaseOrDigit(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isAddressOrCidr(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    int bits = bitsOf(address);
    if (bits == 0 || slash < 0) {
      return bits > 0;
    }
    String prefix = text.substring(slash + 1);
    return !prefix.isEmpty()
        && prefix.length() <= 3
        && prefix.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(prefix) <= bits;
  }

  /** The number of bits of an address; 0 if the text is not an address. */
  private static int bitsOf(String address) {
    boolean isIpv6 = address.indexOf(':') >= 0;
    // Java accepts more than iptables does: fewer than four numbers, brackets, zones.
    boolean plain = address.indexOf('[') < 0 && address.indexOf('%') < 0;
    if (!plain || (!isIpv6 && address.chars().filter(c -> c == '.').count() != 3)) {
      return 0;
    }
    try {
      InetAddress.ofLiteral(address);
      return isIpv6 ? 128 : 32;
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }
}
