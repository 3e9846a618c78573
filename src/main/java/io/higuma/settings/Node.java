package io.higuma.settings;

import java.util.List;

/** One key of the configuration's tree. */
sealed interface Node {
  /** The key. */
  String key();

  /** A section. */
  record Branch(String key, List<Node> children) implements Node {}

  /** A value. */
  record Tip(String key, Leaf leaf) implements Node {}
}
