/**
 * The vocabulary: labels, annotations, tags, protocols, durations, quantities and the resources of
 * Kuma that Higuma reads and writes.
 */
@NullMarked
package io.higuma.kuma;

import org.jspecify.annotations.NullMarked;
