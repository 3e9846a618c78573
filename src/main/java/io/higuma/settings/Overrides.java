package io.higuma.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.kuma.yaml.KubernetesYaml;
import io.higuma.kuma.yaml.PlainText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Run-time changes of settings, in the format of the configuration file. They contain only keys of
 * {@link LivePaths}; their values are checked when they are loaded. Immutable.
 */
public final class Overrides {
  /** Name of the ConfigMap in the system namespace that stores them. */
  public static final String CONFIG_MAP = "higuma-config";

  private static final Overrides NONE = new Overrides(JsonNodeFactory.instance.objectNode());

  private final ObjectNode tree;

  private Overrides(ObjectNode tree) {
    this.tree = tree;
  }

  /** No overrides. */
  public static Overrides none() {
    return NONE;
  }

  /**
   * Parses YAML or JSON; an empty text has no overrides.
   *
   * @param name of the text for messages
   */
  public static Validated<Overrides> read(String name, String text) {
    return switch (KubernetesYaml.read(text)) {
      case Parsed.Good<KubernetesYaml.Document>(KubernetesYaml.Document document) ->
          document.warnings().isEmpty()
              ? of(document.root())
              : bad(name, String.join("; ", document.warnings()));
      case Parsed.Bad<KubernetesYaml.Document>(Violation violation) ->
          bad(name, violation.message());
    };
  }

  private static Validated<Overrides> bad(String name, String what) {
    return Validated.bad("", "bad_file", name + " is not YAML or JSON: " + what);
  }

  /** Creates overrides from a tree in the format of the configuration file. */
  public static Validated<Overrides> of(JsonNode tree) {
    if (tree.isNull()) {
      return new Validated.Good<>(NONE);
    }
    List<Violation> violations = LivePaths.violations(tree);
    return violations.isEmpty() && tree instanceof ObjectNode object
        ? new Validated.Good<>(new Overrides(object.deepCopy()))
        : new Validated.Bad<>(violations);
  }

  /** A copy of the tree. */
  public ObjectNode tree() {
    return tree.deepCopy();
  }

  /** The tree as YAML. */
  public String yaml() {
    try {
      return tree.isEmpty() ? "" : Yaml.MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The overridden settings. */
  public List<SettingLeaf> leaves() {
    return LivePaths.leavesAt(LivePaths.ROOT).stream()
        .filter(leaf -> !at(leaf.path()).isMissingNode())
        .toList();
  }

  /** A copy with this value. */
  Overrides with(SettingLeaf leaf, JsonNode value) {
    ObjectNode changed = tree();
    ObjectNode section = changed;
    List<String> keys = keys(leaf.path());
    for (String key : keys.subList(0, keys.size() - 1)) {
      section = section.get(key) instanceof ObjectNode inner ? inner : section.putObject(key);
    }
    section.set(keys.getLast(), value.deepCopy());
    return new Overrides(changed);
  }

  /** A copy without values at or below {@code path}. */
  Overrides without(String path) {
    ObjectNode changed = tree();
    remove(changed, keys(path));
    return new Overrides(changed);
  }

  private JsonNode at(String path) {
    JsonNode node = tree;
    for (String key : keys(path)) {
      @Nullable JsonNode inner = node.get(key);
      if (inner == null) {
        return MissingNode.getInstance();
      }
      node = inner;
    }
    return node;
  }

  /** Also removes sections that become empty. */
  private static void remove(ObjectNode section, List<String> keys) {
    String key = keys.getFirst();
    if (keys.size() == 1) {
      section.remove(key);
    } else if (section.get(key) instanceof ObjectNode inner) {
      remove(inner, keys.subList(1, keys.size()));
      if (inner.isEmpty()) {
        section.remove(key);
      }
    }
  }

  static List<String> keys(String path) {
    return List.of(path.split("\\.", -1));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Overrides overrides && overrides.tree.equals(tree);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(tree);
  }

  @Override
  public String toString() {
    return tree.toString();
  }

  /** Loaded lazily: offline commands do not need it. */
  private static final class Yaml {
    static final YAMLMapper MAPPER =
        YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new PlainText()).build())
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();
  }
}
