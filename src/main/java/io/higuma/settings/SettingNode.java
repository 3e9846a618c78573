package io.higuma.settings;

import java.util.List;

/** One key of the configuration's tree. */
sealed interface SettingNode {
  /** The key. */
  String key();

  /** A section. */
  record Branch(String key, List<SettingNode> children) implements SettingNode {}

  /** A value. */
  record Tip(String key, SettingLeaf leaf) implements SettingNode {}
}
