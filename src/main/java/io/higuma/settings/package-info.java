/**
 * What can be configured: Kuma's keys and environment variables, their defaults, checks and the
 * snapshot in force.
 */
@NullMarked
package io.higuma.settings;

import org.jspecify.annotations.NullMarked;
