/**
 * The cluster as this process sees and changes it: trimmed stores, work queue, reconcilers, leader
 * election, events.
 */
@NullMarked
package io.higuma.cluster;

import org.jspecify.annotations.NullMarked;
