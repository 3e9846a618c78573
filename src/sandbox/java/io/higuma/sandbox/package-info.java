/**
 * {@code higuma try}: a local cluster on loopback with a control plane and a scenario. Only in the
 * source checkout, not in executable or image. Start with {@link io.higuma.sandbox.SandboxRun}.
 */
@NullMarked
package io.higuma.sandbox;

import org.jspecify.annotations.NullMarked;
