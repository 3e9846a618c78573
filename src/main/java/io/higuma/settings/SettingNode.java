package io.higuma.settings;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node of the configuration tree: a section or a value. */
sealed interface SettingNode {
  /** The key. */
  String key();

  /** Its part of {@code values}, which have the indexes of their leaves. */
  Object assemble(@Nullable Object[] values);

  /** Puts the leaves of {@code part} into {@code values}. */
  void disassemble(Object part, @Nullable Object[] values);

  /**
   * A section.
   *
   * @param type its record type
   * @param children its components, in the record's order
   */
  record Branch(String key, SectionType type, List<SettingNode> children) implements SettingNode {
    @Override
    public Object assemble(@Nullable Object[] values) {
      return type.create(children.stream().map(child -> child.assemble(values)).toArray());
    }

    @Override
    public void disassemble(Object part, @Nullable Object[] values) {
      for (int i = 0; i < children.size(); i++) {
        children.get(i).disassemble(type.read(part, i), values);
      }
    }
  }

  /** A value. */
  record Tip(String key, SettingLeaf leaf) implements SettingNode {
    @Override
    public Object assemble(@Nullable Object[] values) {
      return Objects.requireNonNull(values[leaf.index()]);
    }

    @Override
    public void disassemble(Object part, @Nullable Object[] values) {
      values[leaf.index()] = part;
    }
  }
}
