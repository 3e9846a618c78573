package io.higuma.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.higuma.kuma.Violation;
import java.util.List;

/** Settings from a file that a test changes by overrides, and short forms of such changes. */
abstract class LiveConfigFixture {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String FILE =
      """
      runtime:
        kubernetes:
          injector:
            containerPatches: [from-file]
            sidecarContainer:
              drainTime: 20s
              envVars: {A: a, B: b}
      """;

  final LiveConfig config = config(SettingsSources.none().withFile("kuma.yaml", FILE));

  private static LiveConfig config(SettingsSources sources) {
    return new LiveConfig(sources, valid(sources), settings -> List.of());
  }

  static LoadedSettings.Valid valid(SettingsSources sources) {
    return (LoadedSettings.Valid) SettingsLoader.load(sources);
  }

  void change(OverrideChange change) {
    var edited = config.edited(config.overrides(), change);
    assertThat(edited).isInstanceOf(Validated.Good.class);
    assertThat(config.override(((Validated.Good<Overrides>) edited).value()))
        .isInstanceOf(LoadedSettings.Valid.class);
  }

  Injector injector() {
    return config.settings().current().settings().runtime().kubernetes().injector();
  }

  String origin(String path) {
    return String.valueOf(config.settings().current().origins().get(LivePaths.ROOT + "." + path));
  }

  static OverrideChange merge(String path, String json) {
    return new OverrideChange.MergePatch(full(path), json(json));
  }

  static OverrideChange patch(String path, String json) {
    return new OverrideChange.JsonPatch(full(path), json(json));
  }

  private static String full(String path) {
    return path.isEmpty() ? LivePaths.ROOT : LivePaths.ROOT + "." + path;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static List<String> problems(Validated<?> checked) {
    return checked instanceof Validated.Bad<?>(List<Violation> violations)
        ? violations.stream().map(Violation::toString).toList()
        : List.of();
  }
}
