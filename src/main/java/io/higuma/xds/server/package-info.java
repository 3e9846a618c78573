/**
 * The server for sidecars: bootstrap configuration, xDS streams, their authentication and pushes.
 * The resources themselves are built in {@code xds.snapshot}; start with {@link
 * io.higuma.xds.server.XdsServer}.
 */
@NullMarked
package io.higuma.xds.server;

import org.jspecify.annotations.NullMarked;
