package io.higuma.settings;

import io.higuma.kuma.GoDuration;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Parses the texts of environment variables and of {@code --set}.
 *
 * <p>Empty text is an empty text, list or map; for every other type it is an error.
 */
final class TextValues {
  private TextValues() {}

  /** Parses {@code text} as a value of {@code leaf}. */
  static Parsed<Object> read(SettingLeaf leaf, String text) {
    return switch (leaf.type()) {
      case TEXT -> Parsed.good(text);
      case BOOLEAN -> orBad(leaf, text, GoText.bool(text));
      case INT, LONG -> orBad(leaf, text, GoText.number(text).flatMap(n -> boxed(leaf, n)));
      case DURATION -> GoDuration.parse(leaf.path(), text).map(value -> value);
      case QUANTITY -> Quantity.parse(leaf.path(), text).map(value -> value);
      case TEXTS -> Parsed.good(List.copyOf(GoText.list(text)));
      case NUMBERS -> numbers(leaf, text);
      case MAP -> orBad(leaf, text, GoText.map(text).map(Collections::unmodifiableMap));
    };
  }

  /** The number in the component's type; empty if out of range. */
  static Optional<Object> boxed(SettingLeaf leaf, long number) {
    if (leaf.type() == LeafType.LONG) {
      return Optional.of(number);
    }
    return number == (int) number ? Optional.of((int) number) : Optional.empty();
  }

  /** The value; a violation if it is empty. */
  static Parsed<Object> orBad(SettingLeaf leaf, String text, Optional<?> value) {
    return value.isPresent() ? Parsed.good(value.get()) : bad(leaf, text);
  }

  /** The violation that {@code text} is not a value of {@code leaf}. */
  static Parsed<Object> bad(SettingLeaf leaf, String text) {
    boolean map = leaf.type() == LeafType.MAP;
    return Parsed.bad(
        leaf.path(), "bad_setting", text, map ? "key:value,key:value" : leaf.expected());
  }

  private static Parsed<Object> numbers(SettingLeaf leaf, String text) {
    List<Object> numbers = new ArrayList<>();
    for (String part : GoText.list(text)) {
      Optional<Object> number = GoText.number(part).flatMap(n -> boxed(leaf, n));
      if (number.isEmpty()) {
        return bad(leaf, part);
      }
      numbers.add(number.get());
    }
    return Parsed.good(List.copyOf(numbers));
  }
}
