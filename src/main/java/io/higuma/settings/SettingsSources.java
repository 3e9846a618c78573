package io.higuma.settings;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of settings. The caller has read files and environment.
 *
 * @param file a configuration file in the form of Kuma's {@code kuma-cp}
 * @param env the environment; names that do not start with {@code KUMA_} are ignored
 * @param set pairs {@code key=value} of the command line; later ones override earlier ones
 * @param overrides run-time changes, in the format of the file
 */
public record SettingsSources(
    Optional<File> file, Map<String, String> env, List<String> set, ObjectNode overrides) {

  /**
   * A configuration file.
   *
   * @param name for messages
   * @param text its content: YAML or JSON
   */
  public record File(String name, String text) {}

  /** No sources: the defaults. */
  public static SettingsSources none() {
    return new SettingsSources(
        Optional.empty(), Map.of(), List.of(), JsonNodeFactory.instance.objectNode());
  }

  /** A copy with this file. */
  public SettingsSources withFile(String name, String text) {
    return new SettingsSources(Optional.of(new File(name, text)), env, set, overrides);
  }

  /** A copy with this environment. */
  public SettingsSources withEnv(Map<String, String> changed) {
    return new SettingsSources(file, changed, set, overrides);
  }

  /** A copy with these pairs {@code key=value}. */
  public SettingsSources withSet(List<String> changed) {
    return new SettingsSources(file, env, changed, overrides);
  }

  /** A copy with these overrides. */
  public SettingsSources withOverrides(ObjectNode changed) {
    return new SettingsSources(file, env, set, changed);
  }
}
