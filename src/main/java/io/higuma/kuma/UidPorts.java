package io.higuma.kuma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parser of outbound ports that are not redirected for some UIDs, in the form that {@code kumactl
 * install transparent-proxy} reads: {@code [protocols:][ports:]uids}. Protocols are {@code tcp},
 * {@code udp}, both as a comma list, or {@code *}, in any case and with spaces around them; ports
 * are a comma list of numbers and ranges, empty or {@code *} for all; UIDs are one number or one
 * range. Every number fits 16 bits.
 */
public final class UidPorts {
  private static final String EXPECTED =
      "pieces of the form [protocol:][ports:]uids separated by ';', such as tcp:80,443:1000 or"
          + " udp:53:2000-2010";

  private UidPorts() {}

  /** Several pieces separated by {@code ;}; empty ones are dropped. */
  public static Parsed<List<String>> read(String key, String value) {
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
      var whole = normalised(withProtocol(trimmed, protocol));
      if (whole.isEmpty()) {
        return Parsed.badPart(key, "bad_uid_ports", value, EXPECTED, trimmed);
      }
      pieces.add(whole.get());
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

  /** The piece with protocols in lower case and without spaces; empty if it is invalid. */
  private static Optional<String> normalised(String piece) {
    var parts = piece.split(":", -1);
    return switch (parts.length) {
      case 1 -> Optional.of(piece).filter(_ -> isUids(parts[0]));
      case 2 -> Optional.of(piece).filter(_ -> isPorts(parts[0]) && isUids(parts[1]));
      case 3 ->
          protocols(parts[0])
              .filter(_ -> isPorts(parts[1]) && isUids(parts[2]))
              .map(protocols -> protocols + ":" + parts[1] + ":" + parts[2]);
      default -> Optional.empty();
    };
  }

  private static Optional<String> protocols(String text) {
    if (text.equals("*") || text.isEmpty()) {
      return Optional.of(text);
    }
    var protocols = new ArrayList<String>();
    for (var piece : text.split(",", -1)) {
      var protocol = piece.strip().toLowerCase(Locale.ROOT);
      if (!protocol.equals("tcp") && !protocol.equals("udp")) {
        return Optional.empty();
      }
      protocols.add(protocol);
    }
    return Optional.of(String.join(",", protocols));
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
