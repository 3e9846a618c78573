package io.higuma.settings;

import java.util.List;

/** A node of the configuration tree: a section or a value. */
sealed interface SettingNode {
  /** The key. */
  String key();

  /** A section. */
  record Branch(String key, List<SettingNode> children) implements SettingNode {}

  /** A value. */
  record Tip(String key, SettingLeaf leaf) implements SettingNode {}
}
