package io.higuma.settings;

import io.higuma.kuma.GoDuration;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads values as text: of environment variables and of {@code --set}.
 *
 * <p>Empty text is an empty text, list or map; for every other type it is a mistake.
 */
final class TextValues {
  private TextValues() {}

  /** The value of {@code leaf} that {@code text} stands for. */
  static Parsed<Object> read(Leaf leaf, String text) {
    String path = leaf.path();
    return switch (leaf.type()) {
      case TEXT -> Parsed.good(text);
      case BOOLEAN ->
          GoText.bool(text)
              .<Parsed<Object>>map(Parsed::good)
              .orElseGet(() -> Parsed.bad(path, "bad_bool", text, "true or false"));
      case INT, LONG -> number(leaf, text);
      case DURATION -> GoDuration.parse(path, text).map(value -> value);
      case QUANTITY -> Quantity.parse(path, text).map(value -> value);
      case TEXTS -> Parsed.good(List.copyOf(GoText.list(text)));
      case NUMBERS -> numbers(leaf, text);
      case MAP ->
          GoText.map(text)
              .<Parsed<Object>>map(map -> Parsed.good(Collections.unmodifiableMap(map)))
              .orElseGet(() -> Parsed.bad(path, "bad_map", text, "key:value,key:value"));
    };
  }

  private static Parsed<Object> number(Leaf leaf, String text) {
    Optional<Long> number = GoText.number(text).filter(value -> inRange(leaf, value));
    if (number.isEmpty()) {
      return Parsed.bad(leaf.path(), "bad_number", text, rangeOf(leaf));
    }
    return Parsed.good(boxed(leaf, number.get()));
  }

  /** The number as the component's type. */
  static Object boxed(Leaf leaf, long number) {
    return leaf.type() == LeafType.LONG ? (Object) number : (Object) Math.toIntExact(number);
  }

  static boolean inRange(Leaf leaf, long number) {
    return number >= leaf.limits().min() && number <= leaf.limits().max();
  }

  /** What is said of a number that is none or out of range. */
  static String rangeOf(Leaf leaf) {
    Limits limits = leaf.limits();
    String each = leaf.type() == LeafType.NUMBERS ? "whole numbers" : "a whole number";
    return each + " from " + limits.min() + " to " + limits.max();
  }

  private static Parsed<Object> numbers(Leaf leaf, String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String piece : GoText.list(text)) {
      Optional<Long> number = GoText.number(piece).filter(value -> inRange(leaf, value));
      if (number.isEmpty()) {
        return Parsed.bad(leaf.path(), "bad_number", piece, rangeOf(leaf));
      }
      numbers.add(Math.toIntExact(number.get()));
    }
    return Parsed.good(List.copyOf(numbers));
  }
}
