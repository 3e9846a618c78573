package io.higuma.settings;

import io.higuma.kuma.Violation;
import java.util.List;
import java.util.Map;

/** What came of loading settings. */
public sealed interface LoadedSettings {
  /** What should be looked at but does not stop anything: unknown keys, keys without effect. */
  List<String> warnings();

  /**
   * Good settings.
   *
   * @param settings the settings
   * @param origins where each value comes from, by path
   * @param warnings what should be looked at
   */
  record Valid(Settings settings, Map<String, Origin> origins, List<String> warnings)
      implements LoadedSettings {}

  /**
   * Settings that must not be used.
   *
   * @param violations everything that is wrong
   * @param warnings what should be looked at
   */
  record Invalid(List<Violation> violations, List<String> warnings) implements LoadedSettings {}
}
