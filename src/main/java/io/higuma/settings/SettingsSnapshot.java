package io.higuma.settings;

import java.util.Map;

/**
 * Settings as they are at one moment. Who decides something takes one snapshot and keeps to it.
 *
 * @param settings the settings
 * @param revision counts changes, from 1
 * @param origins where each value comes from, by path
 */
public record SettingsSnapshot(Settings settings, long revision, Map<String, Origin> origins) {}
