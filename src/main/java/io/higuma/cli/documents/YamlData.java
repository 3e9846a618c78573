package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.documents.YamlReader.BrokenYaml;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML nodes as the data that the API server would get: aliases and merges resolved. */
final class YamlData {
  // Aliases can make a short text endless; no real manifest comes near.
  private static final int MOST_NODES = 5_000_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int nodes;

  private YamlData() {}

  static JsonNode of(Node root) throws BrokenYaml {
    return new YamlData().data(root);
  }

  private JsonNode data(Node node) throws BrokenYaml {
    if (++nodes > MOST_NODES) {
      throw BrokenYaml.at(node.getStartMark(), "aliases make this document too large");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (!open.add(node)) {
      throw BrokenYaml.at(node.getStartMark(), "an alias contains itself");
    }
    try {
      return switch (node) {
        case MappingNode mapping -> object(mapping);
        case SequenceNode sequence -> array(sequence);
        default -> throw BrokenYaml.at(node.getStartMark(), "this is no value");
      };
    } finally {
      open.remove(node);
    }
  }

  private ArrayNode array(SequenceNode sequence) throws BrokenYaml {
    var array = JSON.arrayNode(sequence.getValue().size());
    for (Node element : sequence.getValue()) {
      array.add(data(element));
    }
    return array;
  }

  private ObjectNode object(MappingNode mapping) throws BrokenYaml {
    var object = JSON.objectNode();
    var own = new HashSet<String>();
    var merges = new ArrayList<NodeTuple>(0);
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw BrokenYaml.at(entry.getKeyNode().getStartMark(), "a key must be a plain text");
      }
      if (key.getTag().equals(Tag.MERGE)) {
        merges.add(entry);
      } else if (own.add(key.getValue())) {
        object.set(key.getValue(), data(entry.getValueNode()));
      } else {
        throw BrokenYaml.at(key.getStartMark(), "the key '" + key.getValue() + "' is there twice");
      }
    }
    for (NodeTuple merge : merges) {
      merge(object, merge.getValueNode());
    }
    return object;
  }

  /** What is there wins over what is merged, and an earlier merge over a later one. */
  private void merge(ObjectNode into, Node merged) throws BrokenYaml {
    switch (merged) {
      case MappingNode mapping ->
          data(mapping).properties().forEach(e -> into.putIfAbsent(e.getKey(), e.getValue()));
      case SequenceNode sequence -> {
        for (Node element : sequence.getValue()) {
          merge(into, element);
        }
      }
      default ->
          throw BrokenYaml.at(merged.getStartMark(), "only a mapping can be merged with '<<'");
    }
  }

  private static JsonNode scalar(ScalarNode scalar) throws BrokenYaml {
    var text = scalar.getValue();
    var tag = scalar.getTag();
    try {
      if (tag.equals(Tag.NULL)) {
        return JSON.nullNode();
      } else if (tag.equals(Tag.BOOL)) {
        return JSON.booleanNode(bool(text));
      } else if (tag.equals(Tag.INT)) {
        return integer(text);
      } else if (tag.equals(Tag.FLOAT)) {
        return real(text);
      }
      return JSON.textNode(text);
    } catch (NumberFormatException _) {
      throw BrokenYaml.at(
          scalar.getStartMark(), "'" + text + "' is not of the type that its tag says");
    }
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "on" -> true;
      case "n", "no", "false", "off" -> false;
      default -> throw new NumberFormatException("no truth value");
    };
  }

  private static JsonNode integer(String text) {
    var digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    BigInteger value;
    if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0o")) {
      value = new BigInteger(digits.substring(2), 8);
    } else if (digits.startsWith("0")) {
      value = new BigInteger(digits, 8);
    } else {
      value = new BigInteger(digits);
    }
    value = negative ? value.negate() : value;
    if (value.bitLength() < 32) {
      return JSON.numberNode(value.intValue());
    }
    return value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
  }

  private static JsonNode real(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf") || lower.endsWith(".nan")) {
      return JSON.textNode(text);
    }
    return JSON.numberNode(new BigDecimal(lower));
  }
}
