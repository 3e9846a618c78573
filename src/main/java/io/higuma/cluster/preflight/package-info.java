/**
 * The checks of {@code higuma check}: version, kinds, rights, webhooks, certificates. Nothing is
 * changed in the cluster. Start with {@link io.higuma.cluster.preflight.Preflight}.
 */
@NullMarked
package io.higuma.cluster.preflight;

import org.jspecify.annotations.NullMarked;
