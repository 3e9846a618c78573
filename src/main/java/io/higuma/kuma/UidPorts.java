package io.higuma.kuma;

import java.util.ArrayList;
import java.util.List;

/**
 * Parser of outbound ports that are not redirected for some UIDs, in the form that {@code kumactl
 * install transparent-proxy} reads: {@code [protocols:][ports:]uids}. Protocols are {@code tcp},
 * {@code udp}, both as a comma list, or {@code *}; ports are a comma list of numbers and ranges,
 * empty or {@code *} for all; UIDs are one number or one range. Every number fits 16 bits.
 */
final class UidPorts {
  private static final String EXPECTED =
      "pieces of the form [protocol:][ports:]uids separated by ';', such as tcp:80,443:1000 or"
          + " udp:53:2000-2010";

  private UidPorts() {}

  /** Several pieces separated by {@code ;}; empty ones are dropped. */
  static Parsed<List<String>> read(String key, String value) {
    return pieces(key, value, "");
  }

  /** The older form without protocol: {@code ports:uids}, for TCP. */
  static Parsed<List<String>> readTcp(String key, String value) {
    return pieces(key, value, "tcp:");
  }

  /** The older form without protocol: {@code ports:uids}, for UDP. */
  static Parsed<List<String>> readUdp(String key, String value) {
    return pieces(key, value, "udp:");
  }

  private static Parsed<List<String>> pieces(String key, String value, String protocol) {
    var pieces = new ArrayList<String>();
    for (var piece : value.split(";", -1)) {
      var trimmed = piece.strip();
      if (trimmed.isEmpty()) {
        continue;
      }
      var whole = withProtocol(trimmed, protocol);
      if (!isValid(whole)) {
        return Parsed.bad(key, "bad_uid_ports", value, EXPECTED + ", not '" + trimmed + "'");
      }
      pieces.add(whole);
    }
    return Parsed.good(List.copyOf(pieces));
  }

  /** In the older forms, a single UID means all ports. */
  private static String withProtocol(String piece, String protocol) {
    if (protocol.isEmpty()) {
      return piece;
    }
    return piece.indexOf(':') < 0 ? protocol + "*:" + piece : protocol + piece;
  }

  private static boolean isValid(String piece) {
    var parts = piece.split(":", -1);
    return switch (parts.length) {
      case 1 -> isUids(parts[0]);
      case 2 -> isPorts(parts[0]) && isUids(parts[1]);
      case 3 -> isProtocols(parts[0]) && isPorts(parts[1]) && isUids(parts[2]);
      default -> false;
    };
  }

  private static boolean isProtocols(String text) {
    if (text.equals("*") || text.isEmpty()) {
      return true;
    }
    for (var protocol : text.split(",", -1)) {
      if (!protocol.equals("tcp") && !protocol.equals("udp")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPorts(String text) {
    if (text.equals("*") || text.isEmpty()) {
      return true;
    }
    for (var port : text.split(",", -1)) {
      if (!isNumberOrRange(port)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUids(String text) {
    return isNumberOrRange(text);
  }

  private static boolean isNumberOrRange(String text) {
    var dash = text.indexOf('-');
    if (dash < 0) {
      return number(text) >= 0;
    }
    var from = number(text.substring(0, dash));
    var to = number(text.substring(dash + 1));
    return from >= 0 && to >= from;
  }

  private static long number(String text) {
    var number = AnnotationParsers.digits(text, 5);
    return number > 65535 ? -1 : number;
  }
}
