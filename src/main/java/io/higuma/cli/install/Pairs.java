package io.higuma.cli.install;

import io.higuma.kuma.Parsed;
import java.util.ArrayList;
import java.util.List;

/** Splits option values into pairs of key and value, as kumactl and Helm do. */
final class Pairs {
  /** {@link io.higuma.kuma.Violation} code: a text is not a pair of key and value. */
  static final String BAD_PAIR = "bad_pair";

  /** A key and its value. */
  record Pair(String key, String value) {}

  private Pairs() {}

  /**
   * The pairs of one {@code --env-var}. As in kumactl, the value of a single pair may contain
   * commas; several pairs are separated by commas, and one with a comma is quoted.
   *
   * @param text such as {@code NAME=one,two} or {@code A=1,"B=2,3"}
   */
  static Parsed<List<Pair>> ofVariables(String text) {
    boolean single = text.chars().filter(c -> c == '=').count() == 1;
    var parts = single ? List.of(unquoted(text)) : quotedParts(text);
    return pairs("--env-var", text, parts, "NAME=VALUE, or several of them separated by commas");
  }

  /**
   * The pairs of one {@code --set}. As in Helm, pairs are separated by commas; a comma after a
   * backslash or between braces belongs to the value.
   *
   * @param text such as {@code a.b=1,c=2}
   */
  static Parsed<List<Pair>> ofValues(String text) {
    return pairs(
        "--set", text, escapedParts(text), "KEY=VALUE, or several of them separated by commas");
  }

  private static Parsed<List<Pair>> pairs(
      String option, String text, List<String> parts, String expected) {
    var pairs = new ArrayList<Pair>();
    for (var part : parts) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        return Parsed.bad(option, BAD_PAIR, text, expected);
      }
      pairs.add(new Pair(part.substring(0, equals).strip(), part.substring(equals + 1)));
    }
    return Parsed.good(List.copyOf(pairs));
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static List<String> quotedParts(String text) {
    var parts = new ArrayList<String>();
    int from = 0;
    boolean quoted = false;
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '"') {
        quoted = !quoted;
      } else if (text.charAt(at) == ',' && !quoted) {
        parts.add(unquoted(text.substring(from, at)));
        from = at + 1;
      }
    }
    parts.add(unquoted(text.substring(from)));
    return parts;
  }

  private static List<String> escapedParts(String text) {
    var parts = new ArrayList<String>();
    var part = new StringBuilder();
    int braces = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == ',') {
        part.append(text.charAt(++at));
      } else if (c == ',' && braces == 0) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        braces += c == '{' ? 1 : c == '}' ? -1 : 0;
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
