package io.higuma.cli.install;

import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A value of the chart that can be set without Helm.
 *
 * @param key its path in the chart's values
 * @param rule its valid values
 * @param change makes the change in the manifests
 */
record ChartValue(String key, Rule rule, BiConsumer<Manifests, String> change) {
  /** {@link Violation} code: the value is not valid. */
  static final String BAD_VALUE = "bad_value";

  /**
   * The valid values.
   *
   * @param expected describes them
   * @param isValid whether a text is one
   */
  record Rule(String expected, Predicate<String> isValid) {
    static final Rule TEXT = new Rule("a text that is not empty", text -> !text.isBlank());
    static final Rule BOOLEAN = oneOf("true", "false");

    static final Rule QUANTITY =
        new Rule(
            "a quantity such as 50m, 0.5 or 64Mi, not negative",
            text ->
                Quantity.parse("", text) instanceof Parsed.Good<Quantity>(var quantity)
                    && !quantity.isNegative());

    static Rule oneOf(String... values) {
      return new Rule("one of: " + String.join(", ", values), List.of(values)::contains);
    }

    /** Whole numbers of this range. */
    static Rule number(int min, int max) {
      return new Rule(
          "a whole number from " + min + " to " + max,
          text ->
              text.matches("\\d{1,9}")
                  && Integer.parseInt(text) >= min
                  && Integer.parseInt(text) <= max);
    }
  }

  /** The violation of the rule, if the text is not valid. */
  Optional<Violation> violation(String text) {
    return rule.isValid().test(text)
        ? Optional.empty()
        : Optional.of(Violation.ofValue(key, BAD_VALUE, text, rule.expected()));
  }
}
