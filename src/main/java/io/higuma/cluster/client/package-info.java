/**
 * Kubernetes API client: encoded paths, streamed and typed calls, rate limit, access reviews.
 * Caches are in {@code cluster.cache}; start reading with {@link
 * io.higuma.cluster.client.ApiCalls}.
 */
@NullMarked
package io.higuma.cluster.client;

import org.jspecify.annotations.NullMarked;
