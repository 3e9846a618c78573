/**
 * The commands of the command line. Not here: the control plane that {@code higuma run} starts.
 * Start with {@link io.higuma.cli.Cli}.
 */
@NullMarked
package io.higuma.cli;

import org.jspecify.annotations.NullMarked;
