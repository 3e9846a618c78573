package io.higuma.settings;

import java.util.Map;

/**
 * An immutable snapshot of the settings. A decision uses one snapshot throughout.
 *
 * @param settings the settings
 * @param revision counts changes, from 1
 * @param origins the source of each value, by path
 */
public record SettingsSnapshot(Settings settings, long revision, Map<String, Origin> origins) {}
