/**
 * Startup, shutdown and dependency injection of the control plane, health checks and TLS. No domain
 * logic: that is in the packages that the beans come from; start reading with {@code ControlPlane}.
 */
@NullMarked
package io.higuma.app;

import org.jspecify.annotations.NullMarked;
