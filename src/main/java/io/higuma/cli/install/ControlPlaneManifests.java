package io.higuma.cli.install;

import io.higuma.cli.install.Pairs.Pair;
import io.higuma.kuma.KubernetesName;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import io.higuma.settings.Catalogue;
import io.higuma.settings.LoadedSettings;
import io.higuma.settings.SettingsLoader;
import io.higuma.settings.SettingsSources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifests of the control plane with changes. What they are for a value or a variable is what
 * the chart renders for it.
 */
public final class ControlPlaneManifests {
  /** The namespace of the embedded manifests, and the default. */
  public static final String NAMESPACE = "kuma-system";

  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
  private static final String EXPECTED_NAME = "letters, digits and _, not beginning with a digit";

  private final Manifests manifests = new Manifests();
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, String> variables = new TreeMap<>();

  /**
   * What is installed.
   *
   * @param namespace of the control plane
   * @param variables environment variables of the control plane, in the syntax of {@code --env-var}
   * @param values values of the chart, in the syntax of {@code --set}
   * @param definitions whether the CustomResourceDefinitions are part of it
   */
  public record Options(
      String namespace, List<String> variables, List<String> values, boolean definitions) {
    /** Copies the lists. */
    public Options {
      variables = List.copyOf(variables);
      values = List.copyOf(values);
    }
  }

  /** The manifests, or what is wrong with the options. */
  public sealed interface Result {
    /**
     * The manifests.
     *
     * @param text YAML documents, in the order in which they are to be applied
     * @param warnings about the settings
     */
    record Made(String text, List<String> warnings) implements Result {}

    /**
     * The options are not valid.
     *
     * @param violations all errors
     */
    record Refused(List<Violation> violations) implements Result {}
  }

  private ControlPlaneManifests() {}

  /** Makes the manifests, or reports everything that is wrong with the options. */
  public static Result of(Options options) {
    return new ControlPlaneManifests().result(options);
  }

  /** The values that can be set; one that ends in a dot is continued by a name. */
  public static List<String> values() {
    return ChartValues.keys();
  }

  private Result result(Options options) {
    switch (KubernetesName.DNS_LABEL.read("--namespace", options.namespace())) {
      case Parsed.Good<String>(var namespace) -> manifests.replace(NAMESPACE, namespace);
      case Parsed.Bad<String>(var violation) -> violations.add(violation);
    }
    if (!options.definitions()) {
      manifests.removeDefinitions();
    }
    values(options.values());
    variables(options.variables());
    settings();
    return violations.isEmpty()
        ? new Result.Made(manifests.text(), List.copyOf(warnings))
        : new Result.Refused(List.copyOf(violations));
  }

  private void values(List<String> texts) {
    Map<ChartValue, String> found = new LinkedHashMap<>();
    for (var pair : pairs(texts.stream().map(Pairs::ofValues).toList())) {
      if (isIn(ChartValues.VARIABLES, pair)) {
        variables.put(pair.key().substring(ChartValues.VARIABLES.length()), pair.value());
      } else if (isIn(ChartValues.SETTINGS, pair)) {
        setting(pair.key().substring(ChartValues.SETTINGS.length()), pair.value());
      } else {
        ChartValues.find(pair.key())
            .ifPresentOrElse(
                value -> found.put(value, pair.value()), () -> violations.add(unknown(pair.key())));
      }
    }
    found.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> ChartValues.position(entry.getKey())))
        .forEach(entry -> apply(entry.getKey(), entry.getValue()));
  }

  private static boolean isIn(String prefix, Pair pair) {
    return pair.key().startsWith(prefix) && pair.key().length() > prefix.length();
  }

  private List<Pair> pairs(List<Parsed<List<Pair>>> read) {
    var pairs = new ArrayList<Pair>();
    for (var one : read) {
      switch (one) {
        case Parsed.Good<List<Pair>>(var good) -> pairs.addAll(good);
        case Parsed.Bad<List<Pair>>(var violation) -> violations.add(violation);
      }
    }
    return pairs;
  }

  private void apply(ChartValue value, String text) {
    value
        .violation(text)
        .ifPresentOrElse(violations::add, () -> value.change().accept(manifests, text));
  }

  private static Violation unknown(String key) {
    return new Violation(
        key,
        "unknown_value",
        "no value that can be set without Helm; --list-values lists them" + ChartValues.hint(key));
  }

  private void setting(String path, String text) {
    var value =
        text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
    var pair = path + "=" + value;
    if (SettingsLoader.load(SettingsSources.none().withSet(List.of(pair)))
        instanceof LoadedSettings.Invalid invalid) {
      violations.addAll(invalid.violations());
    } else {
      Catalogue.byPath(path).ifPresent(leaf -> SettingValues.put(manifests, leaf, value));
    }
  }

  private void variables(List<String> texts) {
    for (var pair : pairs(texts.stream().map(Pairs::ofVariables).toList())) {
      variables.put(pair.key(), pair.value());
    }
    for (var variable : variables.entrySet()) {
      if (!variable.getKey().matches(NAME)) {
        violations.add(
            Violation.ofValue("--env-var", "bad_name", variable.getKey(), EXPECTED_NAME));
      }
      SettingsLoader.unknownVariable(variable).ifPresent(violations::add);
    }
    if (!variables.isEmpty()) {
      var env = manifests.container().putArray("env");
      variables.forEach((name, value) -> env.addObject().put("name", name).put("value", value));
    }
  }

  /** Loads the settings as the control plane will. */
  private void settings() {
    var sources = SettingsSources.none().withFile("config.yaml", manifests.configText());
    switch (SettingsLoader.load(sources.withEnv(variables))) {
      case LoadedSettings.Valid valid -> {
        warnings.addAll(valid.warnings());
        violations.addAll(ContainerPort.violations(ContainerPort.of(valid.settings())));
        DerivedFields.put(manifests, valid.settings());
      }
      case LoadedSettings.Invalid invalid -> violations.addAll(invalid.violations());
    }
  }
}
