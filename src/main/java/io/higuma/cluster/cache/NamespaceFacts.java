package io.higuma.cluster.cache;

import io.higuma.inject.Surroundings.NamespaceView;

/**
 * What is kept of a Namespace.
 *
 * @param view what a decision reads
 * @param terminating whether it is being deleted
 */
public record NamespaceFacts(NamespaceView view, boolean terminating) {}
