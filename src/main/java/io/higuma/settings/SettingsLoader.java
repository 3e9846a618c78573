package io.higuma.settings;

import com.fasterxml.jackson.databind.node.TextNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.kuma.yaml.KubernetesYaml;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Loads settings: defaults, file, environment, {@code --set} and overrides; later layers override
 * earlier ones.
 *
 * <p>Every problem is reported, with key, value, expected value and origin. Unknown keys of files
 * and unknown {@code KUMA_} variables are warnings that name the nearest known one; on the command
 * line they are rejected. Settings that only Kuma has are listed in one warning.
 */
public final class SettingsLoader {
  private static final String PREFIX = "KUMA_";

  private SettingsLoader() {}

  /** Loads settings from {@code sources}. */
  public static LoadedSettings load(SettingsSources sources) {
    SettingsDraft draft = new SettingsDraft();
    sources.file().ifPresent(file -> file(draft, file));
    env(draft, sources.env());
    sources.set().forEach(pair -> set(draft, pair));
    new TreeLayer(draft, new Origin(Origin.Layer.OVERRIDE, "")).apply(sources.overrides());
    return draft.finished();
  }

  /**
   * The violation of a variable whose name begins with {@code KUMA_} but is neither a setting nor a
   * variable of Kuma; empty for all others.
   */
  public static Optional<Violation> unknownVariable(Map.Entry<String, String> variable) {
    String name = variable.getKey();
    boolean known =
        !name.startsWith(PREFIX)
            || Catalogue.byEnv(name).isPresent()
            || KumaKeys.knowsEnv(name)
            || KumaKeys.isServiceLink(variable);
    return known
        ? Optional.empty()
        : Optional.of(
            new Violation(
                name, "unknown_variable", "there is no such variable" + NearestName.ofEnv(name)));
  }

  private static void file(SettingsDraft draft, SettingsSources.File file) {
    Origin origin = new Origin(Origin.Layer.FILE, file.name());
    // JSON is YAML.
    switch (KubernetesYaml.read(file.text())) {
      case Parsed.Good<KubernetesYaml.Document>(KubernetesYaml.Document document) -> {
        document.warnings().forEach(warning -> draft.warn(warning + " (" + origin + ")"));
        new TreeLayer(draft, origin).apply(document.root());
      }
      case Parsed.Bad<KubernetesYaml.Document>(Violation violation) ->
          draft.reject(
              new Violation("", "bad_file", "not YAML or JSON: " + violation.message()), origin);
    }
  }

  private static void env(SettingsDraft draft, Map<String, String> env) {
    // Sorted, so that messages have a stable order.
    for (Map.Entry<String, String> variable : new TreeMap<>(env).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(PREFIX)) {
        continue;
      }
      Optional<SettingLeaf> leaf = Catalogue.byEnv(name);
      if (leaf.isPresent()) {
        Origin origin = new Origin(Origin.Layer.ENV, name);
        draft.put(leaf.get(), TextValues.read(leaf.get(), variable.getValue()), origin);
      } else if (KumaKeys.knowsEnv(name)) {
        draft.ignore(name, TextNode.valueOf(variable.getValue()), "environment");
      } else if (!KumaKeys.isServiceLink(variable)) {
        draft.warn(
            "unknown environment variable " + name + " is ignored" + NearestName.ofEnv(name));
      }
    }
  }

  private static void set(SettingsDraft draft, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      draft.reject("", "bad_pair", pair, "key=value", new Origin(Origin.Layer.SET, ""));
      return;
    }
    String path = pair.substring(0, equals).strip();
    Optional<SettingLeaf> leaf = Catalogue.byPath(path);
    if (leaf.isPresent()) {
      Origin origin = new Origin(Origin.Layer.SET, path);
      draft.put(leaf.get(), TextValues.read(leaf.get(), pair.substring(equals + 1)), origin);
    } else if (KumaKeys.knowsPath(path)) {
      draft.ignore(path, TextNode.valueOf(pair.substring(equals + 1)), Origin.Layer.SET.label());
    } else {
      draft.reject(
          new Violation(path, "unknown_key", "there is no such key" + NearestName.ofPath(path)),
          new Origin(Origin.Layer.SET, ""));
    }
  }
}
