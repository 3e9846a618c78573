/**
 * Leader election with a Lease, and the guard that stops writes when the Lease is lost. The work of
 * the leader is in {@code cluster.controller}; start reading with {@link
 * io.higuma.cluster.leader.LeaderElection}.
 */
@NullMarked
package io.higuma.cluster.leader;

import org.jspecify.annotations.NullMarked;
