package io.higuma.kuma.yaml;

import java.util.List;

/** One node of a document, before its scalars are resolved. Lines count from 1. */
sealed interface YamlNode {
  int line();

  /**
   * Text that has no inner structure.
   *
   * @param tag as written, {@code !!} spelled out; empty where there is none
   * @param plain whether its type is found by what it looks like
   */
  record Scalar(String value, String tag, boolean plain, int line) implements YamlNode {}

  /** A list, which is filled after its aliases are known. */
  record Sequence(List<YamlNode> items, int line) implements YamlNode {}

  /** Keys and values in turn, filled as a list is. */
  record Mapping(List<YamlNode> items, int line) implements YamlNode {}

  /** Another place of a node that has an anchor. */
  record Alias(String name, YamlNode target, int line) implements YamlNode {
    // The target may hold this alias.
    @Override
    public String toString() {
      return "*" + name;
    }
  }
}
