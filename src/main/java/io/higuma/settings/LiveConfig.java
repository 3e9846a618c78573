package io.higuma.settings;

import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a running process: start-up sources, the current configuration file and
 * overrides. Invalid settings are never applied: the last valid ones stay active. Thread-safe.
 *
 * <p>Settings outside {@link LivePaths} keep their values until a restart.
 */
public final class LiveConfig {
  private final LoadedSettings.Valid first;
  private final Function<Settings, List<Violation>> check;
  private final LiveSettings live;
  private final List<Consumer<SettingsSnapshot>> listeners = new CopyOnWriteArrayList<>();
  private SettingsSources sources;
  private Overrides overrides = Overrides.none();

  /**
   * Starts without overrides.
   *
   * @param sources the start-up sources
   * @param first the settings loaded from them
   * @param check further checks besides those of the loader, such as readable files
   */
  public LiveConfig(
      SettingsSources sources,
      LoadedSettings.Valid first,
      Function<Settings, List<Violation>> check) {
    this.sources = sources.withOverrides(Overrides.none().tree());
    this.first = first;
    this.check = check;
    this.live = new LiveSettings(first);
  }

  /** The active settings. */
  public LiveSettings settings() {
    return live;
  }

  /** The active overrides. */
  public synchronized Overrides overrides() {
    return overrides;
  }

  /**
   * Calls {@code listener} with the active settings, now and after every change. All listeners have
   * been called when {@link #override} or {@link #reload} return.
   */
  public synchronized void follow(Consumer<SettingsSnapshot> listener) {
    listener.accept(live.current());
    listeners.add(listener);
  }

  /** Loads the settings with {@code changed} without applying them. */
  public synchronized LoadedSettings dryRun(Overrides changed) {
    return load(sources, changed);
  }

  /** Applies {@code change} to {@code from}; the values of the result are not checked yet. */
  public synchronized Validated<Overrides> edited(Overrides from, OverrideChange change) {
    // Not checked further: a file that is missing now must not prevent a change of its setting.
    return switch (loaded(sources, from)) {
      case LoadedSettings.Valid valid ->
          new OverrideEditor(from, valid.settings(), base().settings(), this::violations)
              .after(change);
      case LoadedSettings.Invalid invalid -> new Validated.Bad<>(invalid.violations());
    };
  }

  private List<Violation> violations(Overrides changed) {
    return dryRun(changed) instanceof LoadedSettings.Invalid invalid
        ? invalid.violations()
        : List.of();
  }

  /** The settings without overrides; their files may be missing now. */
  public synchronized LoadedSettings.Valid base() {
    return switch (loaded(sources, Overrides.none())) {
      case LoadedSettings.Valid valid -> valid;
      case LoadedSettings.Invalid invalid ->
          throw new IllegalStateException(Violation.join(invalid.violations()));
    };
  }

  /** The warnings of {@code loaded} that the settings without overrides do not have. */
  public List<String> warningsOfOverrides(LoadedSettings.Valid loaded) {
    List<String> warnings = new ArrayList<>(loaded.warnings());
    warnings.removeAll(base().warnings());
    return List.copyOf(warnings);
  }

  /** Replaces the overrides, if they are valid. */
  public synchronized LoadedSettings override(Overrides changed) {
    LoadedSettings loaded = dryRun(changed);
    if (loaded instanceof LoadedSettings.Valid valid) {
      overrides = changed;
      apply(valid);
    }
    return loaded;
  }

  /**
   * Applies a changed configuration file if it is valid both without overrides, so that they can
   * always be removed, and with them.
   */
  public synchronized LoadedSettings reload(SettingsSources.File file) {
    SettingsSources changed = sources.withFile(file.name(), file.text());
    if (load(changed, Overrides.none()) instanceof LoadedSettings.Invalid invalid) {
      return invalid;
    }
    LoadedSettings loaded = load(changed, overrides);
    if (loaded instanceof LoadedSettings.Valid valid) {
      sources = changed;
      apply(valid);
    }
    return loaded;
  }

  private void apply(LoadedSettings.Valid valid) {
    SettingsSnapshot before = live.current();
    SettingsSnapshot after = live.replace(valid);
    if (after.revision() != before.revision()) {
      listeners.forEach(listener -> listener.accept(after));
    }
  }

  private LoadedSettings load(SettingsSources from, Overrides changed) {
    LoadedSettings loaded = loaded(from, changed);
    if (!(loaded instanceof LoadedSettings.Valid valid)) {
      return loaded;
    }
    List<Violation> violations = check.apply(valid.settings());
    return violations.isEmpty() ? valid : new LoadedSettings.Invalid(violations, valid.warnings());
  }

  private LoadedSettings loaded(SettingsSources from, Overrides changed) {
    LoadedSettings loaded = SettingsLoader.load(from.withOverrides(changed.tree()));
    return loaded instanceof LoadedSettings.Valid valid ? withStaticSettings(valid) : loaded;
  }

  /** {@code next} for live settings, the start-up values for all others. */
  private LoadedSettings.Valid withStaticSettings(LoadedSettings.Valid next) {
    @Nullable Object[] values = Catalogue.valuesOf(first.settings());
    @Nullable Object[] later = Catalogue.valuesOf(next.settings());
    Map<String, Origin> origins = new LinkedHashMap<>(first.origins());
    // Warnings of the start are not repeated.
    List<String> warnings = new ArrayList<>(next.warnings());
    warnings.removeAll(first.warnings());
    for (SettingLeaf leaf : Catalogue.leaves()) {
      int i = leaf.index();
      if (LivePaths.isLive(leaf.path())) {
        values[i] = later[i];
        origins.put(leaf.path(), next.origins().getOrDefault(leaf.path(), Origin.DEFAULT));
      } else if (!Objects.equals(values[i], later[i])) {
        warnings.add(leaf.path() + " has changed; that takes effect at the next start");
      }
    }
    return new LoadedSettings.Valid(
        Catalogue.build(values), Collections.unmodifiableMap(origins), List.copyOf(warnings));
  }
}
