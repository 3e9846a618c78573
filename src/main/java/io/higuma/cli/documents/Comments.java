package io.higuma.cli.documents;

import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Puts comments where they stay in place when they are written again. */
final class Comments {
  private Comments() {}

  /**
   * The parser gives a comment above {@code - name: x} to the key, and so the emitter would write
   * it between dash and key. It belongs to the element.
   */
  static void settle(Node node) {
    switch (node) {
      case SequenceNode sequence ->
          sequence
              .getValue()
              .forEach(
                  element -> {
                    settle(element);
                    lift(element);
                  });
      case MappingNode mapping -> mapping.getValue().forEach(entry -> settle(entry.getValueNode()));
      default -> {}
    }
  }

  private static void lift(Node element) {
    if (element instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      var key = mapping.getValue().getFirst().getKeyNode();
      var comments = key.getBlockComments();
      if (comments != null && !comments.isEmpty() && mapping.getBlockComments() == null) {
        mapping.setBlockComments(comments);
        key.setBlockComments(List.of());
      }
    }
  }
}
