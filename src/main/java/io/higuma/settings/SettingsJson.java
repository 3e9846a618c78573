package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.kuma.GoDuration;
import io.higuma.kuma.JsonNumbers;
import io.higuma.kuma.Parsed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Converts settings to JSON in the format of Kuma's {@code GET /config}: durations and quantities
 * are texts in their canonical form, and {@code experimental.sidecarContainers} is written besides
 * its new key.
 *
 * <p>No setting is a secret: keys and certificates are file names.
 */
public final class SettingsJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SettingsJson() {}

  /** All settings. */
  public static ObjectNode of(Settings settings) {
    @Nullable Object[] values = Catalogue.valuesOf(settings);
    ObjectNode tree = section(Catalogue.ROOT.children(), values);
    for (SettingLeaf leaf : Catalogue.leaves()) {
      leaf.alias().ifPresent(alias -> put(tree, alias, value(values, leaf)));
    }
    return tree;
  }

  /** The value or section at {@code path}; empty if there is no such key. */
  public static Optional<JsonNode> at(Settings settings, String path) {
    JsonNode node = of(settings);
    if (path.isEmpty()) {
      return Optional.of(node);
    }
    Optional<SettingLeaf> leaf = Catalogue.byPath(path);
    if (leaf.isPresent()) {
      return Optional.of(value(Catalogue.valuesOf(settings), leaf.get()));
    }
    for (String key : path.split("\\.", -1)) {
      node = node.path(key);
    }
    return node.isObject() && isSection(path) ? Optional.of(node) : Optional.empty();
  }

  /** Parses {@code text} as a value of {@code leaf}, as for an environment variable. */
  public static Parsed<JsonNode> read(SettingLeaf leaf, String text) {
    return TextValues.read(leaf, text).map(value -> value(leaf, value));
  }

  private static boolean isSection(String path) {
    return Catalogue.leaves().stream().anyMatch(leaf -> leaf.path().startsWith(path + "."));
  }

  private static ObjectNode section(List<SettingNode> nodes, @Nullable Object[] values) {
    ObjectNode section = JSON.objectNode();
    for (SettingNode node : nodes) {
      section.set(
          node.key(),
          switch (node) {
            case SettingNode.Tip tip -> value(values, tip.leaf());
            case SettingNode.Branch branch -> section(branch.children(), values);
          });
    }
    return section;
  }

  private static void put(ObjectNode tree, String path, JsonNode value) {
    ObjectNode section = tree;
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      section = section.withObjectProperty(path.substring(from, dot));
      from = dot + 1;
    }
    section.set(path.substring(from), value);
  }

  private static JsonNode value(@Nullable Object[] values, SettingLeaf leaf) {
    return value(leaf, Objects.requireNonNull(values[leaf.index()]));
  }

  private static JsonNode value(SettingLeaf leaf, Object value) {
    return switch (leaf.type()) {
      case TEXT, QUANTITY -> JSON.textNode(value.toString());
      case BOOLEAN -> JSON.booleanNode((Boolean) value);
      case INT -> JSON.numberNode((int) value);
      case LONG -> JsonNumbers.of((long) value);
      case DURATION -> JSON.textNode(GoDuration.format((Duration) value));
      case TEXTS -> texts((List<?>) value);
      case NUMBERS -> numbers((List<?>) value);
      case MAP -> map((Map<?, ?>) value);
    };
  }

  private static ArrayNode texts(List<?> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(value -> array.add((String) value));
    return array;
  }

  private static ArrayNode numbers(List<?> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(value -> array.add((Integer) value));
    return array;
  }

  private static ObjectNode map(Map<?, ?> values) {
    ObjectNode object = JSON.objectNode();
    values.forEach((key, value) -> object.put((String) key, (String) value));
    return object;
  }
}
