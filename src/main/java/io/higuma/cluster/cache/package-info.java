/**
 * Trimmed copies of cluster objects, kept up to date by list and watch, and the views that
 * injection and controllers read. No writes; start reading with {@link
 * io.higuma.cluster.cache.ClusterStores}.
 */
@NullMarked
package io.higuma.cluster.cache;

import org.jspecify.annotations.NullMarked;
