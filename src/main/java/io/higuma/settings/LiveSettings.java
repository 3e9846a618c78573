package io.higuma.settings;

import java.util.concurrent.atomic.AtomicReference;

/** The active settings. Reads are one volatile read; a change replaces all settings atomically. */
public final class LiveSettings {
  private final AtomicReference<SettingsSnapshot> snapshot;

  /** Starts with revision 1. */
  public LiveSettings(LoadedSettings.Valid first) {
    snapshot = new AtomicReference<>(new SettingsSnapshot(first.settings(), 1, first.origins()));
  }

  /** The active settings. */
  public SettingsSnapshot current() {
    return snapshot.get();
  }

  /**
   * Activates {@code next} and returns the new snapshot. Settings that change no value and no
   * origin keep their revision.
   */
  public SettingsSnapshot replace(LoadedSettings.Valid next) {
    return snapshot.updateAndGet(
        before ->
            before.settings().equals(next.settings()) && before.origins().equals(next.origins())
                ? before
                : new SettingsSnapshot(next.settings(), before.revision() + 1, next.origins()));
  }
}
