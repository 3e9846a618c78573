package io.higuma.settings;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Map;

/** Result of loading settings. */
public sealed interface LoadedSettings {
  /** Warnings, such as unknown keys and keys without effect. */
  List<String> warnings();

  /**
   * Valid settings.
   *
   * @param settings the settings
   * @param origins the source of each value, by path
   * @param warnings about the sources
   */
  record Valid(Settings settings, Map<String, Origin> origins, List<String> warnings)
      implements LoadedSettings {}

  /**
   * Invalid settings.
   *
   * @param violations all errors
   * @param warnings about the sources
   */
  record Invalid(List<Violation> violations, List<String> warnings) implements LoadedSettings {}
}
