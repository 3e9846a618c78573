package io.higuma.settings;

import io.higuma.kuma.Parsed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every setting there is, made from the annotations on {@link Settings} and the records below. */
public final class Catalogue {
  static final SettingNode.Branch ROOT;
  private static final List<SettingLeaf> LEAVES;
  private static final Map<String, SettingLeaf> BY_PATH = new HashMap<>();
  private static final Map<String, SettingLeaf> BY_ENV = new HashMap<>();
  static final Settings DEFAULTS;

  static {
    CatalogueScan scan = new CatalogueScan(Settings.class);
    ROOT = scan.root();
    LEAVES = List.copyOf(scan.leaves());
    @Nullable Object[] values = new @Nullable Object[LEAVES.size()];
    for (SettingLeaf leaf : LEAVES) {
      put(BY_PATH, leaf.path(), leaf);
      leaf.alias().ifPresent(alias -> put(BY_PATH, alias, leaf));
      put(BY_ENV, leaf.env(), leaf);
      values[leaf.index()] = defaultOf(leaf);
    }
    DEFAULTS = build(values);
  }

  private Catalogue() {}

  /** All of them, in the order of the records. */
  public static List<SettingLeaf> leaves() {
    return LEAVES;
  }

  /** The setting at {@code path} or with that alias. */
  public static Optional<SettingLeaf> byPath(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  /** The setting of an environment variable. */
  public static Optional<SettingLeaf> byEnv(String name) {
    return Optional.ofNullable(BY_ENV.get(name));
  }

  /** The settings with these values, which stand in the order of {@link #leaves}. */
  static Settings build(@Nullable Object[] values) {
    return (Settings) ROOT.assemble(values);
  }

  /** The values of {@code settings}, in the order of {@link #leaves}. */
  static @Nullable Object[] valuesOf(Settings settings) {
    @Nullable Object[] values = new @Nullable Object[LEAVES.size()];
    ROOT.disassemble(settings, values);
    return values;
  }

  private static void put(Map<String, SettingLeaf> map, String name, SettingLeaf leaf) {
    if (map.put(name, leaf) != null) {
      throw new IllegalStateException("two settings are called " + name);
    }
  }

  /** The value that {@code leaf} has where nothing sets it. */
  static Object defaultOf(SettingLeaf leaf) {
    return switch (TextValues.read(leaf, leaf.defaultText())) {
      case Parsed.Good<Object>(Object value) -> value;
      case Parsed.Bad<Object>(var violation) ->
          throw new IllegalStateException(violation.toString());
    };
  }
}
