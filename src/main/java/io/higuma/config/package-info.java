/**
 * The settings in force: configuration file and overrides from a ConfigMap, followed while the
 * process runs. What settings there are is in {@code settings}. Start with {@link
 * io.higuma.config.FollowedConfig}.
 */
@NullMarked
package io.higuma.config;

import org.jspecify.annotations.NullMarked;
