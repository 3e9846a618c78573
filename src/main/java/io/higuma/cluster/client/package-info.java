/**
 * Calls to the Kubernetes API: encoded paths, streamed and typed calls, rate limit, access reviews.
 * No caches and no decisions. Start with {@link io.higuma.cluster.client.ApiCalls}.
 */
@NullMarked
package io.higuma.cluster.client;

import org.jspecify.annotations.NullMarked;
