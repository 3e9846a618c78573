/**
 * The checks of {@code higuma check}: version, kinds, rollout, permissions, webhooks, certificates.
 * They change nothing in the cluster; start reading with {@link
 * io.higuma.cluster.preflight.Preflight}.
 */
@NullMarked
package io.higuma.cluster.preflight;

import org.jspecify.annotations.NullMarked;
