package io.higuma.cli;

import io.higuma.cli.ConfigConnection.CommandFailure;
import io.higuma.settings.Catalogue;
import io.higuma.settings.LivePaths;
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

  /**
   * The key with the prefix, of a setting or of an entry of a map; or a key that the control plane
   * may know.
   *
   * @throws CommandFailure if it cannot be changed
   */
  static String changeable(String key) throws CommandFailure {
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
}
