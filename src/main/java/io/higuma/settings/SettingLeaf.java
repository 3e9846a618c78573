package io.higuma.settings;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A setting in the catalogue.
 *
 * @param index its index in the catalogue
 * @param path its keys in the file, joined by dots
 * @param alias a second path of the same setting
 * @param env its environment variable
 * @param type the type of its value
 * @param defaultText its default, written as in an environment variable
 * @param limits constraints of its value
 * @param noEffect why it has no effect in Higuma; empty if it has an effect
 * @param doc its description
 */
public record SettingLeaf(
    int index,
    String path,
    Optional<String> alias,
    String env,
    LeafType type,
    String defaultText,
    Limits limits,
    Optional<String> noEffect,
    String doc) {

  /** Describes the expected value. */
  public String expected() {
    return limits.check().sentence().orElseGet(this::expectedByType);
  }

  private String expectedByType() {
    return switch (type) {
      case TEXT ->
          limits.oneOf().isEmpty()
              ? "text"
              : limits.oneOf().stream()
                  .map(text -> text.isEmpty() ? "nothing" : text)
                  .collect(Collectors.joining(", ", "one of: ", ""));
      case BOOLEAN -> "true or false";
      case INT, LONG -> "a whole number" + range();
      case DURATION -> "a duration such as 30s, 1m30s or 300ms";
      case QUANTITY -> "a quantity such as 50m, 0.5 or 64Mi, not negative";
      case TEXTS -> "a list of texts";
      case NUMBERS -> "a list of whole numbers" + range();
      case MAP -> "texts by name";
    };
  }

  private String range() {
    boolean open = limits.max() >= Integer.MAX_VALUE;
    return open ? " not below " + limits.min() : " from " + limits.min() + " to " + limits.max();
  }
}
