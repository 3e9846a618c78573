/**
 * Leader election by a Lease, and the guard that stops writes when the Lease is lost. What a leader
 * does is in {@code cluster.controller}. Start with {@link
 * io.higuma.cluster.leader.LeaderElection}.
 */
@NullMarked
package io.higuma.cluster.leader;

import org.jspecify.annotations.NullMarked;
