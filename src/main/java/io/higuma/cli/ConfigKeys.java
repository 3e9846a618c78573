package io.higuma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.kuma.Parsed;
import io.higuma.settings.Catalogue;
import io.higuma.settings.LivePaths;
import io.higuma.settings.SettingsJson;
import java.util.List;
import java.util.regex.Pattern;

/** Setting keys of the command line; the prefix of the injector's section is optional. */
final class ConfigKeys {
  private static final String PREFIX = LivePaths.ROOT + ".";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  private ConfigKeys() {}

  /** The key with the prefix. */
  static String full(String key) {
    var inside = PREFIX + key;
    boolean shortened = !LivePaths.leavesAt(inside).isEmpty();
    return key.isEmpty() ? LivePaths.ROOT : shortened ? inside : key;
  }

  /** The key without the prefix. */
  static String shortened(String key) {
    return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
  }

  /**
   * The API path of the key.
   *
   * @throws CommandFailure if it is no valid key: it would be a different path
   */
  static String path(String key) throws CommandFailure {
    var full = full(key);
    if (!KEY.matcher(full).matches()) {
      throw CommandFailure.usage(
          "KEY: value '"
              + key
              + "' is not valid: expected words of letters, digits, _ and -, joined by dots");
    }
    return "/config/" + full.replace('.', '/');
  }

  /** A merge patch of the injector's section from {@code KEY=VALUE} and {@code KEY-}. */
  static ObjectNode patch(List<String> changes) throws CommandFailure {
    var patch = JsonNodeFactory.instance.objectNode();
    for (var change : changes) {
      int equals = change.indexOf('=');
      if (equals > 0) {
        var key = changeable(change.substring(0, equals));
        put(patch, key, value(key, change.substring(equals + 1)));
      } else if (change.endsWith("-") && change.length() > 1) {
        put(patch, changeable(change.substring(0, change.length() - 1)), patch.nullNode());
      } else {
        throw CommandFailure.usage("'" + change + "' is neither KEY=VALUE nor KEY-");
      }
    }
    return patch;
  }

  private static String changeable(String key) throws CommandFailure {
    var full = full(key);
    if (full.startsWith(PREFIX)) {
      return full;
    }
    if (Catalogue.byPath(full).isPresent() || !LivePaths.leavesAt(full).isEmpty()) {
      throw new CommandFailure(full + " " + LivePaths.notLive(full));
    }
    // The control plane may know more keys, and suggests similar ones.
    return PREFIX + key;
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

  private static void put(ObjectNode patch, String key, JsonNode value) {
    var section = patch;
    var keys = List.of(shortened(key).split("\\.", -1));
    for (var name : keys.subList(0, keys.size() - 1)) {
      section = section.withObjectProperty(name);
    }
    section.set(keys.getLast(), value);
  }
}
