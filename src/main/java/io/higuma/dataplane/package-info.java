/**
 * Conversion of a Pod and its related objects to a Dataplane, and the trimmed types it reads. No
 * I/O: caches and reconcilers are in {@code io.higuma.cluster}. Start with {@link
 * DataplaneFactory}.
 */
@NullMarked
package io.higuma.dataplane;

import org.jspecify.annotations.NullMarked;
