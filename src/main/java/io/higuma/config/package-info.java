/**
 * The settings in force: configuration file and overrides ConfigMap, reloaded while the process
 * runs. The settings types are in {@code settings}; start reading with {@link
 * io.higuma.config.FollowedConfig}.
 */
@NullMarked
package io.higuma.config;

import org.jspecify.annotations.NullMarked;
