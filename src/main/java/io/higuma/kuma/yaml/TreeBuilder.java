package io.higuma.kuma.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Converts nodes to JSON: expands aliases and merges the mappings of {@code <<}. As in go-yaml 2, a
 * later key overrides an earlier one, and so do the keys of a later {@code <<}.
 */
final class TreeBuilder {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MERGE = "<<";
  private static final String MERGE_TAG = "tag:yaml.org,2002:merge";

  // The limits of go-yaml 2, which prevent that a short text expands to a huge tree.
  private static final int FEW_ALIASED = 100;
  private static final int FEW_NODES = 1000;
  private static final double SMALL_DOCUMENT = 400_000;
  private static final double LARGE_DOCUMENT = 4_000_000;
  private static final double RATIO_OF_SMALL = 0.99;
  private static final double RATIO_OF_LARGE = 0.10;

  private final List<String> warnings;
  private final Set<YamlNode> openNodes = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;
  private int aliased;
  private int aliasDepth;

  /** Duplicate keys are added to {@code warnings}. */
  TreeBuilder(List<String> warnings) {
    this.warnings = warnings;
  }

  JsonNode data(YamlNode node) throws YamlSyntaxException {
    count(node);
    return switch (node) {
      case YamlNode.Scalar scalar -> Scalars.resolve(scalar);
      case YamlNode.Sequence sequence -> array(sequence);
      case YamlNode.Mapping mapping -> {
        ObjectNode object = JSON.objectNode();
        fill(object, mapping);
        yield object;
      }
      case YamlNode.Alias alias -> {
        aliasDepth++;
        JsonNode data = data(alias.target());
        aliasDepth--;
        yield data;
      }
    };
  }

  private void count(YamlNode node) throws YamlSyntaxException {
    nodes++;
    if (aliasDepth > 0) {
      aliased++;
    }
    boolean many = aliased > FEW_ALIASED && nodes > FEW_NODES;
    if (many && (double) aliased / nodes > maxRatio()) {
      throw new YamlSyntaxException(node.line(), "aliases make this document too large");
    }
  }

  private double maxRatio() {
    double size = (nodes - SMALL_DOCUMENT) / (LARGE_DOCUMENT - SMALL_DOCUMENT);
    return RATIO_OF_SMALL - (RATIO_OF_SMALL - RATIO_OF_LARGE) * Math.clamp(size, 0, 1);
  }

  private ArrayNode array(YamlNode.Sequence sequence) throws YamlSyntaxException {
    open(sequence);
    ArrayNode array = JSON.arrayNode(sequence.items().size());
    for (YamlNode item : sequence.items()) {
      array.add(data(item));
    }
    openNodes.remove(sequence);
    return array;
  }

  private void open(YamlNode node) throws YamlSyntaxException {
    if (!openNodes.add(node)) {
      throw new YamlSyntaxException(node.line(), "an anchor's value contains itself");
    }
  }

  private void fill(ObjectNode object, YamlNode.Mapping mapping) throws YamlSyntaxException {
    open(mapping);
    Map<String, Integer> own = new HashMap<>();
    for (int i = 0; i < mapping.items().size(); i += 2) {
      YamlNode key = mapping.items().get(i);
      YamlNode value = mapping.items().get(i + 1);
      if (isMerge(key)) {
        merge(object, value);
        continue;
      }
      String name = key(key);
      Integer before = own.put(name, key.line());
      if (before != null) {
        warnings.add(
            "key '%s' is on line %d and again on line %d, which counts"
                .formatted(name, before, key.line()));
      }
      object.set(name, data(value));
    }
    openNodes.remove(mapping);
  }

  private static boolean isMerge(YamlNode key) {
    return key instanceof YamlNode.Scalar scalar
        && scalar.value().equals(MERGE)
        && (scalar.plain() || scalar.tag().equals(MERGE_TAG));
  }

  private void merge(ObjectNode object, YamlNode value) throws YamlSyntaxException {
    if (value instanceof YamlNode.Sequence sequence) {
      // An earlier mapping overrides a later one.
      for (YamlNode item : sequence.items().reversed()) {
        mergeOne(object, item);
      }
    } else {
      mergeOne(object, value);
    }
  }

  private void mergeOne(ObjectNode object, YamlNode value) throws YamlSyntaxException {
    boolean alias = value instanceof YamlNode.Alias;
    YamlNode resolved = value instanceof YamlNode.Alias(_, YamlNode target, _) ? target : value;
    if (!(resolved instanceof YamlNode.Mapping mapping)) {
      throw new YamlSyntaxException(value.line(), "'<<' takes a mapping or a list of mappings");
    }
    aliasDepth += alias ? 1 : 0;
    count(mapping);
    fill(object, mapping);
    aliasDepth -= alias ? 1 : 0;
  }

  /** Converts a key to a JSON field name. */
  private String key(YamlNode node) throws YamlSyntaxException {
    YamlNode resolved = node instanceof YamlNode.Alias(_, YamlNode target, _) ? target : node;
    if (!(resolved instanceof YamlNode.Scalar scalar)) {
      throw new YamlSyntaxException(node.line(), "a key must be a text, a number or a boolean");
    }
    count(node);
    JsonNode key = Scalars.resolve(scalar);
    if (key.isFloatingPointNumber()) {
      return GoFloat.key(key.doubleValue());
    }
    int line = node.line();
    if (key.isBigInteger()) {
      throw new YamlSyntaxException(line, "a number so large cannot be a key");
    }
    return KubernetesYaml.text(key)
        .orElseThrow(() -> new YamlSyntaxException(line, "a key must not be null"));
  }
}
