/**
 * {@code higuma try}: a cluster on loopback in which people see the control plane at work. Only in
 * the source checkout: no executable and no image has it.
 */
@NullMarked
package io.higuma.sandbox;

import org.jspecify.annotations.NullMarked;
