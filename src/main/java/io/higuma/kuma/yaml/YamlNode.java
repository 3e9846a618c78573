package io.higuma.kuma.yaml;

import java.util.List;

/** Node of a YAML document, before its scalars are resolved. Lines count from 1. */
sealed interface YamlNode {
  int line();

  /**
   * A scalar.
   *
   * @param tag the tag with {@code !!} expanded; empty if there is none
   * @param plain whether its type is resolved from its text
   */
  record Scalar(String value, String tag, boolean plain, int line) implements YamlNode {}

  /** A list; its items are added after creation, so that aliases can refer to it. */
  record Sequence(List<YamlNode> items, int line) implements YamlNode {}

  /** Alternating keys and values; added after creation, as in a list. */
  record Mapping(List<YamlNode> items, int line) implements YamlNode {}

  /** Reference to a node with an anchor. */
  record Alias(String name, YamlNode target, int line) implements YamlNode {
    // The target may contain this alias.
    @Override
    public String toString() {
      return "*" + name;
    }
  }
}
