/**
 * Measures a whole Higuma from outside, as {@code make bench} does; nothing here passes or fails.
 */
@NullMarked
package io.higuma.bench;

import org.jspecify.annotations.NullMarked;
