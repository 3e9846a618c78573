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
 * The settings of one process as they change while it runs: the configuration file as it is now and
 * overrides, over what the process was started with. Nothing bad is ever put in force: then the
 * last good stays. Safe for use by several threads.
 *
 * <p>Settings outside {@link LivePaths} stay as they were at the start.
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
   * @param sources what the process was started with
   * @param first what that came to
   * @param check what must hold besides what the loader checks, such as files that can be read
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

  /** What is in force. */
  public LiveSettings settings() {
    return live;
  }

  /** The overrides in force. */
  public synchronized Overrides overrides() {
    return overrides;
  }

  /**
   * Tells {@code listener} what is in force, now and after every change. The change is in force
   * everywhere when {@link #override} or {@link #reload} return.
   */
  public synchronized void follow(Consumer<SettingsSnapshot> listener) {
    listener.accept(live.current());
    listeners.add(listener);
  }

  /** What {@code changed} would come to; changes nothing. */
  public synchronized LoadedSettings tried(Overrides changed) {
    return load(sources, changed);
  }

  /** The overrides that {@code change} makes of {@code from}, whose values are not checked yet. */
  public synchronized Validated<Overrides> edited(Overrides from, OverrideChange change) {
    return switch (tried(from)) {
      case LoadedSettings.Valid valid ->
          new OverrideEditor(from, valid.settings(), base().settings(), this::wrong).after(change);
      case LoadedSettings.Invalid invalid -> new Validated.Bad<>(invalid.violations());
    };
  }

  private List<Violation> wrong(Overrides changed) {
    return tried(changed) instanceof LoadedSettings.Invalid invalid
        ? invalid.violations()
        : List.of();
  }

  /** What holds without overrides. */
  public synchronized LoadedSettings.Valid base() {
    return switch (tried(Overrides.none())) {
      case LoadedSettings.Valid valid -> valid;
      case LoadedSettings.Invalid invalid ->
          throw new IllegalStateException(Violation.join(invalid.violations()));
    };
  }

  /** Puts other overrides in force, if they are good. */
  public synchronized LoadedSettings override(Overrides changed) {
    LoadedSettings loaded = tried(changed);
    if (loaded instanceof LoadedSettings.Valid valid) {
      overrides = changed;
      enforce(valid);
    }
    return loaded;
  }

  /**
   * Puts a changed configuration file in force, if it is good: on its own, so that overrides can
   * always be taken back, and with the overrides.
   */
  public synchronized LoadedSettings reload(SettingsSources.File file) {
    SettingsSources changed = sources.withFile(file.name(), file.text());
    if (load(changed, Overrides.none()) instanceof LoadedSettings.Invalid invalid) {
      return invalid;
    }
    LoadedSettings loaded = load(changed, overrides);
    if (loaded instanceof LoadedSettings.Valid valid) {
      sources = changed;
      enforce(valid);
    }
    return loaded;
  }

  private void enforce(LoadedSettings.Valid valid) {
    SettingsSnapshot before = live.current();
    SettingsSnapshot now = live.replace(valid);
    if (now.revision() != before.revision()) {
      listeners.forEach(listener -> listener.accept(now));
    }
  }

  private LoadedSettings load(SettingsSources from, Overrides changed) {
    LoadedSettings loaded = SettingsLoader.load(from.withOverrides(changed.tree()));
    if (!(loaded instanceof LoadedSettings.Valid valid)) {
      return loaded;
    }
    LoadedSettings.Valid kept = keepingTheRest(valid);
    List<Violation> violations = check.apply(kept.settings());
    return violations.isEmpty() ? kept : new LoadedSettings.Invalid(violations, kept.warnings());
  }

  /** {@code next} where settings are live, what was there at the start elsewhere. */
  private LoadedSettings.Valid keepingTheRest(LoadedSettings.Valid next) {
    @Nullable Object[] values = Catalogue.valuesOf(first.settings());
    @Nullable Object[] later = Catalogue.valuesOf(next.settings());
    Map<String, Origin> origins = new LinkedHashMap<>(first.origins());
    // What was said at the start is not said again.
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
