package io.higuma.kuma;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parsers of values in annotations and in the redirect ConfigMap. Every value that is used in a
 * command line, an environment or a configuration is parsed here, which prevents injection through
 * annotations.
 */
public final class AnnotationParsers {
  private static final String BAD_BOOLEAN = "bad_boolean";
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private AnnotationParsers() {}

  /** {@code true}, {@code yes}, {@code false} or {@code no}. */
  static Parsed<Boolean> bool(String key, String value) {
    return switch (value) {
      case "true", "yes" -> Parsed.good(true);
      case "false", "no" -> Parsed.good(false);
      default -> Parsed.bad(key, BAD_BOOLEAN, value, "true, yes, false or no");
    };
  }

  /** A boolean, or {@code enabled} or {@code disabled}. */
  static Parsed<Boolean> enabled(String key, String value) {
    return switch (value) {
      case "enabled", "true", "yes" -> Parsed.good(true);
      case "disabled", "false", "no" -> Parsed.good(false);
      default -> Parsed.bad(key, BAD_BOOLEAN, value, "enabled, true, yes, disabled, false or no");
    };
  }

  /** A delegated gateway: {@link #enabled}, or {@code provided}. */
  static Parsed<Boolean> gateway(String key, String value) {
    return value.equals("provided")
        ? Parsed.good(true)
        : switch (enabled(key, value)) {
          case Parsed.Good<Boolean> good -> good;
          case Parsed.Bad<Boolean> _ ->
              Parsed.bad(
                  key,
                  "bad_gateway",
                  value,
                  "enabled, true, yes or provided for a delegated gateway, disabled, false or no"
                      + " otherwise");
        };
  }

  /** An unsigned 32 bit number in decimal ASCII digits. */
  static Parsed<Long> uint32(String key, String value) {
    var number = digits(value, 10);
    return number < 0 || number > MAX_UINT32
        ? Parsed.bad(key, "bad_number", value, "a whole number from 0 to " + MAX_UINT32)
        : Parsed.good(number);
  }

  /** A port, 0 included where 0 means "off" or "default". */
  static Parsed<Integer> port(String key, String value) {
    var number = digits(value, 10);
    return number < 0 || number > 65535
        ? Parsed.bad(key, "bad_port", value, "a port from 0 to 65535")
        : Parsed.good((int) number);
  }

  /** A port from 1 to 65535. */
  public static Parsed<Integer> nonZeroPort(String key, String value) {
    var number = digits(value, 10);
    return number < 1 || number > 65535
        ? Parsed.bad(key, "bad_port", value, "a port from 1 to 65535")
        : Parsed.good((int) number);
  }

  /** A comma list of ports from 1 to 65535. */
  static Parsed<List<Integer>> ports(String key, String value) {
    var ports = new ArrayList<Integer>();
    for (var piece : list(value)) {
      var number = digits(piece, 10);
      if (number < 1 || number > 65535) {
        return Parsed.badPart(
            key, "bad_port", value, "a comma list of ports from 1 to 65535", piece);
      }
      ports.add((int) number);
    }
    return Parsed.good(List.copyOf(ports));
  }

  /** A comma list of IP addresses and CIDR blocks. */
  public static Parsed<List<String>> addresses(String key, String value) {
    var pieces = list(value);
    for (var piece : pieces) {
      if (!IpBlock.isAddressOrBlock(piece)) {
        return Parsed.badPart(
            key, "bad_address", value, "a comma list of IP addresses and CIDR blocks", piece);
      }
    }
    return Parsed.good(pieces);
  }

  /** A comma list; pieces are trimmed and empty ones dropped. */
  static Parsed<List<String>> names(String key, String value) {
    return Parsed.good(list(value));
  }

  /** A comma list of valid object names. */
  static Parsed<List<String>> objectNames(String key, String value) {
    var pieces = list(value);
    for (var piece : pieces) {
      if (!KubernetesName.DNS_SUBDOMAIN.matches(piece)) {
        return Parsed.badPart(
            key,
            KubernetesName.BAD_NAME,
            value,
            "a comma list of names, each " + KubernetesName.DNS_SUBDOMAIN.sentence(),
            piece);
      }
    }
    return Parsed.good(pieces);
  }

  /** The pieces of a comma list, trimmed, without empty ones. */
  public static List<String> list(String value) {
    var pieces = new ArrayList<String>();
    for (var piece : value.split(",", -1)) {
      var trimmed = piece.strip();
      if (!trimmed.isEmpty()) {
        pieces.add(trimmed);
      }
    }
    return List.copyOf(pieces);
  }

  /** A duration in Go syntax above zero: kuma-dp refuses a drain time of zero. */
  static Parsed<Duration> positiveDuration(String key, String value) {
    return GoDuration.parse(key, value)
        .flatMap(
            duration ->
                duration.isPositive()
                    ? Parsed.good(duration)
                    : Parsed.bad(key, "bad_duration", value, "a duration above 0s"));
  }

  /** {@code ipv4} or {@code dualstack}; empty means {@code dualstack}. */
  public static Parsed<String> ipFamilyMode(String key, String value) {
    return switch (value) {
      case "", "dualstack" -> Parsed.good("dualstack");
      case "ipv4" -> Parsed.good("ipv4");
      default -> Parsed.bad(key, "bad_ip_family_mode", value, "dualstack or ipv4");
    };
  }

  /**
   * {@code name=value;name=value}: each piece is split at its first {@code =}. Whitespace around
   * names is ignored; that of values belongs to them.
   */
  static Parsed<Map<String, String>> variables(String key, String value) {
    var variables = new LinkedHashMap<String, String>();
    for (var piece : value.split(";", -1)) {
      if (piece.isBlank()) {
        continue;
      }
      var equals = piece.indexOf('=');
      var name = piece.substring(0, Math.max(equals, 0)).strip();
      if (!isVariableName(name)) {
        return Parsed.badPart(
            key,
            "bad_variables",
            value,
            "name=value pairs separated by ';', names of printable ASCII",
            piece);
      }
      variables.put(name, piece.substring(equals + 1));
    }
    return Parsed.good(Collections.unmodifiableMap(variables));
  }

  /** An absolute path of letters, digits and {@code ._-/}, of at most 253 characters. */
  static Parsed<String> path(String key, String value) {
    return value.startsWith("/") && isWord(value, "._-/")
        ? Parsed.good(value)
        : Parsed.bad(
            key, "bad_path", value, "an absolute path of letters, digits, '.', '_', '-' and '/'");
  }

  /** A word of letters, digits and {@code ._-}, of at most 253 characters. */
  static Parsed<String> word(String key, String value) {
    return isWord(value, "._-")
        ? Parsed.good(value)
        : Parsed.bad(key, "bad_word", value, "letters, digits, '.', '_' and '-'");
  }

  /** A log level of Envoy. */
  static Parsed<String> logLevel(String key, String value) {
    return isLogLevel(value)
        ? Parsed.good(value)
        : Parsed.bad(
            key, "bad_log_level", value, "trace, debug, info, warning, error, critical or off");
  }

  /** Log levels of Envoy's components, {@code component:level,component:level}, without spaces. */
  static Parsed<String> componentLogLevels(String key, String value) {
    var pieces = list(value);
    for (var piece : pieces) {
      var colon = piece.indexOf(':');
      if (colon < 1
          || !isWord(piece.substring(0, colon), "._-")
          || !isLogLevel(piece.substring(colon + 1))) {
        return Parsed.badPart(key, "bad_log_level", value, "component:level pairs", piece);
      }
    }
    return Parsed.good(String.join(",", pieces));
  }

  private static boolean isLogLevel(String level) {
    return switch (level) {
      case "trace", "debug", "info", "warning", "warn", "error", "critical", "off" -> true;
      default -> false;
    };
  }

  static boolean isWord(String value, String alsoAllowed) {
    return !value.isEmpty()
        && value.length() <= 253
        && value.chars().allMatch(c -> isAsciiAlphanumeric(c) || alsoAllowed.indexOf(c) >= 0);
  }

  private static boolean isVariableName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static boolean isAsciiAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Parses ASCII digits; -1 if there are none, or too many. */
  public static long digits(String value, int maxDigits) {
    if (value.isEmpty() || value.length() > maxDigits) {
      return -1;
    }
    var number = 0L;
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }
}
