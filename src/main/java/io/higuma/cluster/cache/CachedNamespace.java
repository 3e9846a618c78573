package io.higuma.cluster.cache;

import io.higuma.inject.Surroundings.NamespaceView;

/**
 * The fields of a Namespace in an object store.
 *
 * @param view the fields that injection reads
 * @param terminating whether it is being deleted
 */
public record CachedNamespace(NamespaceView view, boolean terminating) {}
