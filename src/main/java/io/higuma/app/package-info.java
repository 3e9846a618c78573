/** The running control plane: what it is made of, in which order it starts and stops. */
@NullMarked
package io.higuma.app;

import org.jspecify.annotations.NullMarked;
