/**
 * The table of Pods and Dataplanes that {@code higuma top} and the sandbox show. Not here: where
 * the objects come from. Start with {@link io.higuma.cli.status.StatusView}.
 */
@NullMarked
package io.higuma.cli.status;

import org.jspecify.annotations.NullMarked;
