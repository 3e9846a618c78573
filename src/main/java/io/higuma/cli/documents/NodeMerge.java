package io.higuma.cli.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Carries a change of the data over to the nodes it came from. What did not change keeps its node,
 * and so its comments, quoting and order; new members go where a person would put them.
 */
final class NodeMerge {
  /** Member to the member that it stands before, if that is there. */
  private static final Map<String, String> BEFORE = Map.of("initContainers", "containers");

  /** Member to the members after the last of which it stands, if any is there. */
  private static final Map<String, List<String>> AFTER =
      Map.of(
          "metadata", List.of("apiVersion", "kind"),
          "labels", List.of("name", "generateName", "namespace"),
          "annotations", List.of("name", "generateName", "namespace", "labels"));

  private NodeMerge() {}

  /**
   * The nodes of {@code after}.
   *
   * @param node the nodes of {@code before}, without aliases and merges
   */
  static Node merge(Node node, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return node;
    }
    var merged =
        switch (node) {
          case MappingNode mapping when after.isObject() && !after.isEmpty() ->
              mapping(mapping, before, after);
          case SequenceNode sequence when after.isArray() && !after.isEmpty() ->
              sequence(sequence, before, after);
          default -> Fresh.node(after);
        };
    merged.setBlockComments(node.getBlockComments());
    merged.setInLineComments(node.getInLineComments());
    merged.setEndComments(node.getEndComments());
    return merged;
  }

  private static Node mapping(MappingNode node, JsonNode before, JsonNode after) {
    var entries = new ArrayList<NodeTuple>(after.size());
    var successor = successor(before, after);
    for (NodeTuple entry : node.getValue()) {
      var key = key(entry);
      if (after.has(key)) {
        var value = merge(entry.getValueNode(), before.path(key), after.path(key));
        entries.add(new NodeTuple(entry.getKeyNode(), value));
      } else if (successor.isPresent()) {
        entries.add(fresh(successor.get()));
      }
    }
    after
        .properties()
        .forEach(
            member -> {
              if (!before.has(member.getKey()) && !successor.equals(Optional.of(member))) {
                entries.add(place(member.getKey(), entries), fresh(member));
              }
            });
    return new MappingNode(
        node.getTag(), true, entries, node.getStartMark(), node.getEndMark(), FlowStyle.BLOCK);
  }

  /** The new member that takes the place of the one that goes, if each is the only one. */
  private static Optional<Map.Entry<String, JsonNode>> successor(JsonNode before, JsonNode after) {
    var gone = before.properties().stream().filter(e -> !after.has(e.getKey())).toList();
    var come = after.properties().stream().filter(e -> !before.has(e.getKey())).toList();
    return gone.size() == 1 && come.size() == 1 ? Optional.of(come.getFirst()) : Optional.empty();
  }

  private static NodeTuple fresh(Map.Entry<String, JsonNode> member) {
    return new NodeTuple(Fresh.text(member.getKey()), Fresh.node(member.getValue()));
  }

  private static int place(String key, List<NodeTuple> entries) {
    var before = BEFORE.get(key);
    var after = AFTER.getOrDefault(key, List.of());
    int place = -1;
    for (int i = 0; i < entries.size(); i++) {
      var there = key(entries.get(i));
      if (there.equals(before)) {
        return i;
      }
      if (after.contains(there)) {
        place = i + 1;
      }
    }
    return place < 0 ? entries.size() : place;
  }

  private static String key(NodeTuple entry) {
    return ((ScalarNode) entry.getKeyNode()).getValue();
  }

  /** Elements are the same where they are equal or have the same name. */
  private static Node sequence(SequenceNode node, JsonNode before, JsonNode after) {
    var named = new HashMap<String, Integer>();
    var equal = new HashMap<JsonNode, Integer>();
    for (int i = 0; i < before.size(); i++) {
      equal.putIfAbsent(before.get(i), i);
      if (before.get(i).path("name").isTextual()) {
        named.putIfAbsent(before.get(i).path("name").textValue(), i);
      }
    }
    var elements = new ArrayList<Node>(after.size());
    for (int i = 0; i < after.size(); i++) {
      var element = after.get(i);
      var old = equal.get(element);
      if (old == null) {
        old = named.get(element.path("name").asText());
      }
      if (old == null && before.size() == after.size() && element.isObject()) {
        old = i;
      }
      elements.add(
          old == null
              ? Fresh.node(element)
              : merge(node.getValue().get(old), before.get(old), element));
    }
    return new SequenceNode(
        node.getTag(), true, elements, node.getStartMark(), node.getEndMark(), FlowStyle.BLOCK);
  }
}
