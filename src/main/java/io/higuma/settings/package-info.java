/**
 * The settings: Kuma's keys and environment variables, defaults, checks, and the active snapshot.
 * Not here: the config API. Start with {@link io.higuma.settings.SettingsLoader}.
 */
@NullMarked
package io.higuma.settings;

import org.jspecify.annotations.NullMarked;
