/**
 * What the control plane reports about itself and its cluster: overview, the last hour, events and
 * refusals, single Dataplanes, ContainerPatches and their users, and notices of changes. All of it
 * is read-only and kept in memory. Pods with their states are in {@code io.higuma.api}. Start with
 * {@link Overview} and {@link ChangeNotices}.
 */
@NullMarked
package io.higuma.api.status;

import org.jspecify.annotations.NullMarked;
