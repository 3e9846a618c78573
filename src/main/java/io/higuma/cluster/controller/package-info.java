/**
 * What the leader writes: Dataplanes, statuses, Events, webhook configurations, the authority's
 * Secret. How a Dataplane is computed is in {@code dataplane}. Start with {@link
 * io.higuma.cluster.controller.DataplaneController}.
 */
@NullMarked
package io.higuma.cluster.controller;

import org.jspecify.annotations.NullMarked;
