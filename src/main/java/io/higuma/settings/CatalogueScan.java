package io.higuma.settings;

import io.higuma.kuma.Quantity;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the catalogue from the records' annotations, once; in a native build while it is built. */
final class CatalogueScan {
  private final List<SettingLeaf> leaves = new ArrayList<>();
  private final SettingNode.Branch root;

  CatalogueScan(Class<? extends Record> type) {
    root = section("", type, new Place("", "", Map.of()));
  }

  List<SettingLeaf> leaves() {
    return leaves;
  }

  SettingNode.Branch root() {
    return root;
  }

  /** Where the scan is: the path so far, the prefix of environment names, defaults from above. */
  private record Place(String path, String env, Map<String, String> defaults) {
    String pathOf(String key) {
      return path.isEmpty() ? key : path + "." + key;
    }

    Place inside(String key, @Nullable Section section) {
      Map<String, String> inner = new HashMap<>();
      defaults.forEach(
          (name, value) -> {
            if (name.startsWith(key + ".")) {
              inner.put(name.substring(key.length() + 1), value);
            }
          });
      if (section == null) {
        return new Place(pathOf(key), env, inner);
      }
      for (String value : section.values()) {
        int equals = value.indexOf('=');
        inner.put(value.substring(0, equals), value.substring(equals + 1));
      }
      return new Place(pathOf(key), section.env().isEmpty() ? env : joined(section.env()), inner);
    }

    String joined(String name) {
      return name.startsWith("_") ? env + name : name;
    }
  }

  private SettingNode.Branch section(String key, Class<?> type, Place place) {
    List<SettingNode> children = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      children.add(setting == null ? branch(component, place) : tip(component, setting, place));
    }
    return new SettingNode.Branch(key, new SectionType(type), List.copyOf(children));
  }

  private SettingNode branch(RecordComponent component, Place place) {
    Section section = component.getAnnotation(Section.class);
    String named = section == null ? "" : section.key();
    String key = named.isEmpty() ? component.getName() : named;
    return section(key, component.getType(), place.inside(key, section));
  }

  private SettingNode tip(RecordComponent component, Setting setting, Place place) {
    String key = setting.key().isEmpty() ? component.getName() : setting.key();
    LeafType type = typeOf(component.getGenericType());
    long min = Math.max(setting.min(), type == LeafType.LONG ? Long.MIN_VALUE : Integer.MIN_VALUE);
    long max = Math.min(setting.max(), type == LeafType.LONG ? Long.MAX_VALUE : Integer.MAX_VALUE);
    SettingLeaf leaf =
        new SettingLeaf(
            leaves.size(),
            place.pathOf(key),
            setting.alias().isEmpty() ? Optional.empty() : Optional.of(setting.alias()),
            place.joined(setting.env()),
            type,
            place.defaults().getOrDefault(key, setting.value()),
            new Limits(min, max, List.of(setting.oneOf()), setting.check()),
            Optional.of(setting.noEffect()).filter(reason -> !reason.isEmpty()),
            setting.doc());
    leaves.add(leaf);
    return new SettingNode.Tip(key, leaf);
  }

  private static LeafType typeOf(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list.getActualTypeArguments()[0] == String.class ? LeafType.TEXTS : LeafType.NUMBERS;
    }
    if (type instanceof ParameterizedType) {
      return LeafType.MAP;
    }
    if (type == String.class) {
      return LeafType.TEXT;
    }
    if (type == boolean.class) {
      return LeafType.BOOLEAN;
    }
    if (type == int.class || type == long.class) {
      return type == int.class ? LeafType.INT : LeafType.LONG;
    }
    if (type == Duration.class || type == Quantity.class) {
      return type == Duration.class ? LeafType.DURATION : LeafType.QUANTITY;
    }
    throw new IllegalStateException("a setting of an unknown type: " + type);
  }
}
