/**
 * Labels, annotations, tags, protocols, durations, quantities and Kuma resources that Higuma reads
 * and writes. Only parsing, validation and the truncation of texts, no decisions. Start with {@link
 * Annotations}.
 */
@NullMarked
package io.higuma.kuma;

import org.jspecify.annotations.NullMarked;
