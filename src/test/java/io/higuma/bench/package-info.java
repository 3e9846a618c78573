/**
 * Benchmarks of a running Higuma ({@code make bench}), without assertions. Start with {@code
 * Bench}.
 */
@NullMarked
package io.higuma.bench;

import org.jspecify.annotations.NullMarked;
