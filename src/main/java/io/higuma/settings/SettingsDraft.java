package io.higuma.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings that are built layer by layer, with their violations and warnings. */
final class SettingsDraft {
  private final @Nullable Object[] values = Catalogue.valuesOf(Settings.defaults());
  private final Origin[] origins = new Origin[values.length];
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, List<String>> ignored = new LinkedHashMap<>();

  SettingsDraft() {
    Arrays.fill(origins, Origin.DEFAULT);
  }

  /** The value of {@code leaf} after the layers so far. */
  Object valueOf(SettingLeaf leaf) {
    return Objects.requireNonNull(values[leaf.index()]);
  }

  /** Sets {@code leaf} to the value of {@code origin}, or records its violation. */
  void put(SettingLeaf leaf, Parsed<Object> read, Origin origin) {
    switch (read) {
      case Parsed.Good<Object>(Object value) -> {
        values[leaf.index()] = value;
        origins[leaf.index()] = origin;
      }
      case Parsed.Bad<Object>(Violation violation) -> reject(violation, origin);
    }
  }

  /** Records a violation in {@code origin}. */
  void reject(Violation violation, Origin origin) {
    violations.add(
        new Violation(
            violation.path(), violation.code(), violation.message() + " (" + origin + ")"));
  }

  /** Records that {@code origin} has {@code found} instead of {@code expected}. */
  void reject(String path, String code, String found, String expected, Origin origin) {
    if (Parsed.bad(path, code, found, expected) instanceof Parsed.Bad<?>(Violation violation)) {
      reject(violation, origin);
    }
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  /**
   * Records that {@code source} has a setting of Kuma that Higuma does not have. What Kuma only
   * switches off is off here, so there is nothing to report.
   */
  void ignore(String name, JsonNode value, String source) {
    if (value.isNull() || KumaKeys.isSwitchedOff(name, value)) {
      return;
    }
    ignored.computeIfAbsent(source, _ -> new ArrayList<>()).add(name);
  }

  /** Checks the result of all layers. */
  LoadedSettings finished() {
    for (SettingLeaf leaf : Catalogue.leaves()) {
      Origin origin = origins[leaf.index()];
      Optional<String> invalid =
          origin.equals(Origin.DEFAULT)
              ? Optional.empty()
              : Checks.invalidPart(leaf, valueOf(leaf));
      invalid.ifPresent(text -> reject(leaf.path(), "bad_setting", text, leaf.expected(), origin));
    }
    warnOfIgnored();
    Settings settings = Catalogue.build(values);
    violations.addAll(CrossChecks.of(settings, List.copyOf(violations)));
    if (!violations.isEmpty()) {
      return new LoadedSettings.Invalid(List.copyOf(violations), List.copyOf(warnings));
    }
    Catalogue.leaves().forEach(this::warnIfWithoutEffect);
    LimitedEffects.of(settings).forEach(this::warn);
    return new LoadedSettings.Valid(settings, originsByPath(), List.copyOf(warnings));
  }

  private void warnOfIgnored() {
    if (!ignored.isEmpty()) {
      warn(
          "settings of Kuma have no effect here: "
              + ignored.entrySet().stream()
                  .map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")")
                  .collect(Collectors.joining("; ")));
    }
  }

  /**
   * Warns about a setting that has no effect in Higuma. With an empty text, Kuma chooses a value.
   */
  private void warnIfWithoutEffect(SettingLeaf leaf) {
    Object value = valueOf(leaf);
    boolean set = !value.equals(Catalogue.defaultOf(leaf)) && !value.equals("");
    leaf.noEffect()
        .filter(_ -> set)
        .ifPresent(reason -> warn(new LimitedEffects.Limited(leaf.path(), "here", reason)));
  }

  private void warn(LimitedEffects.Limited limited) {
    Origin origin =
        Catalogue.byPath(limited.path()).map(leaf -> origins[leaf.index()]).orElse(Origin.DEFAULT);
    warn(
        "%s has no effect %s (%s): %s"
            .formatted(limited.path(), limited.where(), origin, limited.reason()));
  }

  private Map<String, Origin> originsByPath() {
    Map<String, Origin> byPath = new LinkedHashMap<>();
    Catalogue.leaves().forEach(leaf -> byPath.put(leaf.path(), origins[leaf.index()]));
    return Collections.unmodifiableMap(byPath);
  }
}
