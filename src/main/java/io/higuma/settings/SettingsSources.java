package io.higuma.settings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that settings are read from. Nothing is fetched: whoever calls has read files and
 * environment.
 *
 * @param file a configuration file in the form of Kuma's {@code kuma-cp}
 * @param env the environment; names that do not start with {@code KUMA_} are not looked at
 * @param set pairs {@code key=value} of the command line; a later one wins
 * @param overrides changes made while running, in the form of the file
 */
public record SettingsSources(
    Optional<File> file, Map<String, String> env, List<String> set, ObjectNode overrides) {

  /**
   * A configuration file.
   *
   * @param name what messages call it
   * @param text what it holds: YAML or JSON
   */
  public record File(String name, String text) {}

  /** No source at all: the defaults. */
  public static SettingsSources none() {
    return new SettingsSources(
        Optional.empty(), Map.of(), List.of(), JsonNodeFactory.instance.objectNode());
  }

  /** The same with this file. */
  public SettingsSources withFile(String name, String text) {
    return new SettingsSources(Optional.of(new File(name, text)), env, set, overrides);
  }

  /** The same with this environment. */
  public SettingsSources withEnv(Map<String, String> changed) {
    return new SettingsSources(file, changed, set, overrides);
  }

  /** The same with these pairs {@code key=value}. */
  public SettingsSources withSet(List<String> changed) {
    return new SettingsSources(file, env, changed, overrides);
  }

  /** The same with these overrides. */
  public SettingsSources withOverrides(ObjectNode changed) {
    return new SettingsSources(file, env, set, changed);
  }
}
