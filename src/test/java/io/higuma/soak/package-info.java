/**
 * The soak test: hours of changes, restarts and faults on a real API server, with assertions. Start
 * with {@code Soak}. Its page is {@code docs/endurance.md}.
 */
@NullMarked
package io.higuma.soak;

import org.jspecify.annotations.NullMarked;
