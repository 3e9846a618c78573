/**
 * Runs Envoy as the sidecar of a Pod on an address of the loopback network, and stands for the rest
 * of the Pod: kuma-dp, the redirection by iptables, and the application. Needs Linux, where every
 * address of 127.0.0.0/8 is local, but not root. Not here: the sandbox's scenario. Start with
 * {@link io.higuma.sandbox.sidecar.RunningSidecar}.
 */
@NullMarked
package io.higuma.sandbox.sidecar;

import org.jspecify.annotations.NullMarked;
