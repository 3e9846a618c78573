/**
 * Builds the xDS resources of a proxy from Dataplanes, Services and virtual IPs. Pure. Not here:
 * streams, authentication, and reads from the cluster. Start with {@link
 * io.higuma.xds.snapshot.ProxySnapshot}.
 */
@NullMarked
package io.higuma.xds.snapshot;

import org.jspecify.annotations.NullMarked;
