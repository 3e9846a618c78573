package io.higuma.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Loads settings for tests. */
final class Loading {
  private Loading() {}

  static Injector injector(SettingsSources sources) {
    return valid(sources).settings().runtime().kubernetes().injector();
  }

  static SettingsSources file(String text) {
    return SettingsSources.none().withFile("conf.yaml", text);
  }

  static SettingsSources set(String pair) {
    return SettingsSources.none().withSet(List.of(pair));
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static String resource(String name) throws IOException {
    try (InputStream in = Loading.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static LoadedSettings.Valid valid(SettingsSources sources) {
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> valid;
      case LoadedSettings.Invalid invalid -> throw new AssertionError(invalid.violations());
    };
  }

  static LoadedSettings.Invalid invalid(SettingsSources sources) {
    return switch (SettingsLoader.load(sources)) {
      case LoadedSettings.Valid valid -> throw new AssertionError("valid: " + valid.origins());
      case LoadedSettings.Invalid invalid -> invalid;
    };
  }
}
