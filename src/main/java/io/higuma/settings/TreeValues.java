package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import io.higuma.kuma.yaml.KubernetesYaml;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads setting values from nodes of a JSON or YAML tree, of a file or of overrides.
 *
 * <p>As in Kuma, a map is merged into the value below, and a number or a boolean is a text if a
 * text is expected. Beyond Kuma, a null in a map removes an entry, and text is parsed as in an
 * environment variable if a number or a boolean is expected.
 */
final class TreeValues {
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  private TreeValues() {}

  /** Reads {@code node} as a value of {@code leaf}; {@code before} is the value so far. */
  static Parsed<Object> read(SettingLeaf leaf, JsonNode node, Object before) {
    if (node.isNull()) {
      return Parsed.good(ofNull(leaf, before));
    }
    return switch (leaf.type()) {
      case TEXT ->
          KubernetesYaml.text(node)
              .map(text -> Parsed.good((Object) text))
              .orElseGet(() -> bad(leaf, node));
      case BOOLEAN -> bool(leaf, node);
      case INT, LONG -> number(leaf, node);
      case DURATION -> duration(leaf, node);
      case QUANTITY -> quantity(leaf, node);
      case TEXTS -> texts(leaf, node);
      case NUMBERS -> numbers(leaf, node);
      case MAP -> map(leaf, node, before);
    };
  }

  /** As in Go: lists and maps become empty, other values do not change. */
  private static Object ofNull(SettingLeaf leaf, Object before) {
    return switch (leaf.type()) {
      case TEXTS, NUMBERS -> List.of();
      case MAP -> Map.of();
      case TEXT, BOOLEAN, INT, LONG, DURATION, QUANTITY -> before;
    };
  }

  private static Parsed<Object> bool(SettingLeaf leaf, JsonNode node) {
    if (node.isBoolean()) {
      return Parsed.good(node.booleanValue());
    }
    return switch (node.asText()) {
      // YAML 1.1 booleans that are quoted or in JSON.
      case "yes", "Yes", "YES", "on", "On", "ON" -> Parsed.good(true);
      case "no", "No", "NO", "off", "Off", "OFF" -> Parsed.good(false);
      default -> node.isTextual() ? TextValues.read(leaf, node.textValue()) : bad(leaf, node);
    };
  }

  private static Parsed<Object> number(SettingLeaf leaf, JsonNode node) {
    if (node.isTextual()) {
      return TextValues.read(leaf, node.textValue());
    }
    boolean whole = node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToLong();
    return whole
        ? TextValues.orBad(leaf, node.toString(), TextValues.boxed(leaf, node.longValue()))
        : bad(leaf, node);
  }

  private static Parsed<Object> duration(SettingLeaf leaf, JsonNode node) {
    if (node.isTextual()) {
      return TextValues.read(leaf, node.textValue());
    }
    boolean finite = node.isNumber() && Double.isFinite(node.doubleValue());
    if (!finite || node.decimalValue().abs().compareTo(MAX_NANOS) > 0) {
      return bad(leaf, node);
    }
    BigDecimal nanos = node.decimalValue().setScale(0, RoundingMode.DOWN);
    return Parsed.good(Duration.ofNanos(nanos.longValueExact()));
  }

  private static Parsed<Object> quantity(SettingLeaf leaf, JsonNode node) {
    return KubernetesYaml.text(node)
        .map(text -> Quantity.parse(leaf.path(), text).map(value -> (Object) value))
        .orElseGet(() -> bad(leaf, node));
  }

  private static Parsed<Object> texts(SettingLeaf leaf, JsonNode node) {
    if (!node.isArray()) {
      return bad(leaf, node);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : node) {
      Optional<String> text = KubernetesYaml.text(element);
      if (text.isEmpty()) {
        return bad(leaf, element);
      }
      texts.add(text.get());
    }
    return Parsed.good(List.copyOf(texts));
  }

  private static Parsed<Object> numbers(SettingLeaf leaf, JsonNode node) {
    if (!node.isArray()) {
      return bad(leaf, node);
    }
    List<Object> numbers = new ArrayList<>();
    for (JsonNode element : node) {
      Optional<Object> number = number(element);
      if (number.isEmpty()) {
        return bad(leaf, element);
      }
      numbers.add(number.get());
    }
    return Parsed.good(List.copyOf(numbers));
  }

  private static Optional<Object> number(JsonNode element) {
    boolean whole = element.isNumber() && element.canConvertToExactIntegral();
    return whole && element.canConvertToInt() ? Optional.of(element.intValue()) : Optional.empty();
  }

  private static Parsed<Object> map(SettingLeaf leaf, JsonNode node, Object before) {
    if (!node.isObject()) {
      return bad(leaf, node);
    }
    Map<String, String> map = new LinkedHashMap<>();
    ((Map<?, ?>) before).forEach((key, value) -> map.put((String) key, (String) value));
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      Optional<String> text = KubernetesYaml.text(value);
      if (value.isNull()) {
        map.remove(entry.getKey());
      } else if (text.isPresent()) {
        map.put(entry.getKey(), text.get());
      } else {
        return Parsed.bad(
            leaf.path() + "." + entry.getKey(), "bad_setting", value.toString(), "text");
      }
    }
    return Parsed.good(Collections.unmodifiableMap(map));
  }

  private static Parsed<Object> bad(SettingLeaf leaf, JsonNode node) {
    return Parsed.bad(leaf.path(), "bad_setting", node.toString(), leaf.expected());
  }
}
