/** The commands, and the only room that puts the others together. */
@NullMarked
package io.higuma.cli;

import org.jspecify.annotations.NullMarked;
