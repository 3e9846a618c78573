package io.higuma.xds.server;

import io.higuma.loop.LoopSupervisor;
import java.util.function.Supplier;

/**
 * What streams share.
 *
 * @param missing what is missing before proxies can be served; empty if nothing is
 * @param source the state of the cluster
 * @param authenticator checks tokens
 * @param registry the open streams
 * @param events callbacks
 * @param metrics counts what happens
 * @param maxMessageBytes the longest response that a proxy accepts
 * @param loops runs what may block
 */
record StreamParts(
    Supplier<String> missing,
    ProxySource source,
    ProxyAuthenticator authenticator,
    StreamRegistry registry,
    StreamEvents events,
    XdsMetrics metrics,
    long maxMessageBytes,
    LoopSupervisor loops) {}
