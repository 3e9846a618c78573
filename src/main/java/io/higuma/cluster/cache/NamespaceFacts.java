package io.higuma.cluster.cache;

import io.higuma.inject.Surroundings.NamespaceView;

/**
 * Trimmed Namespace in the store.
 *
 * @param view the fields that injection reads
 * @param terminating whether it is being deleted
 */
public record NamespaceFacts(NamespaceView view, boolean terminating) {}
