package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.kuma.Parsed;
import io.higuma.settings.Catalogue;
import io.higuma.settings.LeafType;
import io.higuma.settings.SettingLeaf;
import io.higuma.settings.SettingsJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes of the injector's section on the command line: {@code KEY=VALUE} and {@code KEY-}. A map
 * is replaced as a whole; an entry of a map is a key, too, and its name may contain dots.
 */
final class ConfigChanges {
  private final List<Change> changes;

  /**
   * A change.
   *
   * @param keys the keys from the injector's section to the value
   * @param value the new value; null if there is none
   */
  private record Change(List<String> keys, JsonNode value) {
    /** Whether entries of a map that are not in the value must be removed. */
    boolean isMap() {
      return value.isObject();
    }

    /** Whether one of the two changes a part of what the other changes. */
    boolean overlaps(Change other) {
      int common = Math.min(keys.size(), other.keys.size());
      return keys.size() != other.keys.size()
          && keys.subList(0, common).equals(other.keys.subList(0, common));
    }
  }

  private ConfigChanges(List<Change> changes) {
    this.changes = List.copyOf(changes);
  }

  /**
   * Parses arguments.
   *
   * @throws CommandFailure if one is neither form, cannot be changed, or is part of another one
   */
  static ConfigChanges of(List<String> arguments) throws CommandFailure {
    List<Change> changes = new ArrayList<>();
    for (var argument : arguments) {
      var change = change(argument);
      for (var other : changes) {
        if (change.overlaps(other)) {
          throw CommandFailure.usage(
              String.join(".", change.keys())
                  + " and "
                  + String.join(".", other.keys())
                  + " cannot be changed together: one is a part of the other");
        }
      }
      changes.add(change);
    }
    return new ConfigChanges(changes);
  }

  private static Change change(String argument) throws CommandFailure {
    int equals = argument.indexOf('=');
    if (equals > 0) {
      var key = ConfigKeys.changeable(argument.substring(0, equals));
      return new Change(keys(key), value(key, argument.substring(equals + 1)));
    }
    if (argument.endsWith("-") && argument.length() > 1) {
      var key = ConfigKeys.changeable(argument.substring(0, argument.length() - 1));
      return new Change(keys(key), JsonNodeFactory.instance.nullNode());
    }
    throw CommandFailure.usage("'" + argument + "' is neither KEY=VALUE nor KEY-");
  }

  /** The keys in the injector's section; what follows the key of a map is one key. */
  private static List<String> keys(String key) {
    var map = mapOf(key).map(leaf -> ConfigKeys.shortened(leaf.path()));
    var keys = new ArrayList<>(List.of(map.orElse(ConfigKeys.shortened(key)).split("\\.", -1)));
    map.ifPresent(path -> keys.add(ConfigKeys.shortened(key).substring(path.length() + 1)));
    return List.copyOf(keys);
  }

  /** The map that has {@code key} as an entry. */
  private static Optional<SettingLeaf> mapOf(String key) {
    return Catalogue.leaves().stream()
        .filter(leaf -> leaf.type() == LeafType.MAP && key.startsWith(leaf.path() + "."))
        .findFirst();
  }

  private static JsonNode value(String key, String text) throws CommandFailure {
    var leaf = Catalogue.byPath(key);
    if (leaf.isEmpty()) {
      return JsonNodeFactory.instance.textNode(text);
    }
    return switch (SettingsJson.read(leaf.get(), text)) {
      case Parsed.Good<JsonNode>(var value) -> value;
      case Parsed.Bad<JsonNode>(var violation) -> throw new CommandFailure(violation.toString());
    };
  }

  /** Whether {@link #patch} needs the current value. */
  boolean dependOnValue() {
    return changes.stream().anyMatch(Change::isMap);
  }

  /**
   * A merge patch of the injector's section.
   *
   * @param current the section as it is
   */
  ObjectNode patch(JsonNode current) {
    var patch = JsonNodeFactory.instance.objectNode();
    for (var change : changes) {
      var section = patch;
      JsonNode before = current.path(change.keys().getFirst());
      for (int i = 1; i < change.keys().size(); i++) {
        section = section.withObjectProperty(change.keys().get(i - 1));
        before = before.path(change.keys().get(i));
      }
      section.set(change.keys().getLast(), replacing(before, change.value()));
    }
    return patch;
  }

  /** A merge patch keeps the entries that it does not name; null removes one. */
  private static JsonNode replacing(JsonNode before, JsonNode value) {
    if (!(value instanceof ObjectNode map)) {
      return value;
    }
    var patch = map.deepCopy();
    before
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!map.has(name)) {
                patch.putNull(name);
              }
            });
    return patch;
  }
}
