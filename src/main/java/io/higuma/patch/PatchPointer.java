package io.higuma.patch;

import io.higuma.kuma.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A JSON pointer (RFC 6901) of a patch.
 *
 * @param segments its unescaped segments; empty for the whole document
 */
record PatchPointer(List<String> segments) {
  static final int MAX_SEGMENTS = 64;
  static final PatchPointer ROOT = new PatchPointer(List.of());

  PatchPointer {
    segments = List.copyOf(segments);
  }

  static PatchPointer of(String... segments) {
    return new PatchPointer(List.of(segments));
  }

  static Parsed<PatchPointer> parse(String field, String text) {
    if (text.isEmpty()) {
      return Parsed.good(ROOT);
    }
    if (text.charAt(0) != '/') {
      return Parsed.bad(
          field, "bad_pointer", QuotedValue.quote(text), "a JSON pointer that starts with /");
    }
    var segments = new ArrayList<String>();
    for (int start = 1; start <= text.length(); ) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      if (segments.size() == MAX_SEGMENTS) {
        return Parsed.bad(
            field, "too_deep", QuotedValue.quote(text), "at most " + MAX_SEGMENTS + " segments");
      }
      var segment = text.substring(start, end);
      if (!isWellEscaped(segment)) {
        return Parsed.bad(
            field, "bad_pointer", QuotedValue.quote(text), "~0 or ~1 where a segment has a ~");
      }
      segments.add(segment.replace("~1", "/").replace("~0", "~"));
      start = end + 1;
    }
    return Parsed.good(new PatchPointer(segments));
  }

  /** A {@code ~} must be escaped. {@code ~01} is rejected: zjsonpatch unescapes it twice. */
  private static boolean isWellEscaped(String segment) {
    if (segment.contains("~01")) {
      return false;
    }
    for (int at = segment.indexOf('~'); at >= 0; at = segment.indexOf('~', at + 1)) {
      if (at + 1 == segment.length() || (segment.charAt(at + 1) | 1) != '1') {
        return false;
      }
    }
    return true;
  }

  /**
   * Parses a segment as an index like Kuma's patch library: a sign and leading zeros are allowed.
   */
  static OptionalLong index(String segment) {
    int digits = segment.startsWith("-") || segment.startsWith("+") ? 1 : 0;
    if (segment.length() == digits || segment.length() > 19) {
      return OptionalLong.empty();
    }
    for (int at = digits; at < segment.length(); at++) {
      if (segment.charAt(at) < '0' || segment.charAt(at) > '9') {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(segment));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  boolean isRoot() {
    return segments.isEmpty();
  }

  PatchPointer child(String segment) {
    var extended = new ArrayList<>(segments);
    extended.add(segment);
    return new PatchPointer(extended);
  }

  /** The pointer with the first {@code length} segments. */
  PatchPointer head(int length) {
    return new PatchPointer(segments.subList(0, length));
  }

  /** Whether one contains the other; {@code -} and negative indexes match any index. */
  boolean overlaps(PatchPointer other) {
    return matches(other, segment -> segment.startsWith("-"));
  }

  /**
   * Whether one may contain the other if any index matches any other, because operations shift
   * lists.
   */
  boolean mayOverlap(PatchPointer other) {
    return matches(other, segment -> segment.equals("-") || index(segment).isPresent());
  }

  private boolean matches(PatchPointer other, Predicate<String> isWildcard) {
    int common = Math.min(segments.size(), other.segments.size());
    for (int at = 0; at < common; at++) {
      var segment = segments.get(at);
      if (!segment.equals(other.segments.get(at)) && !isWildcard.test(segment)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it equals the other one or is below it. */
  boolean isWithin(PatchPointer other) {
    return segments.size() >= other.segments.size()
        && segments.subList(0, other.segments.size()).equals(other.segments);
  }

  /** Escaped; {@code ""} for the whole document. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    segments.forEach(segment -> text.append('/').append(JsonPatch.escape(segment)));
    return text.toString();
  }
}
