/**
 * Supervised background loops and tasks, with fault logging, backoff and heartbeats. What the loops
 * do is in other packages; start reading with {@link io.higuma.loop.SupervisedLoop}.
 */
@NullMarked
package io.higuma.loop;

import org.jspecify.annotations.NullMarked;
