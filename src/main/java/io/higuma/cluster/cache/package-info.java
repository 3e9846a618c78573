/**
 * Trimmed copies of what the cluster has, kept up to date by list and watch, and the views on them
 * that decisions read. No writes. Start with {@link io.higuma.cluster.cache.ClusterStores}.
 */
@NullMarked
package io.higuma.cluster.cache;

import org.jspecify.annotations.NullMarked;
