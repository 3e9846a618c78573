package io.higuma.xds.server;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Settings of bootstrap answers.
 *
 * @param xdsHost the host of xDS; empty for the host of the request
 * @param xdsPort the port of xDS
 * @param maxMessageBytes the longest response that a proxy accepts
 * @param adminPort the port of the admin interface, for Dataplanes that have none
 * @param adminSocket whether the admin interface listens on a Unix socket
 * @param authorities the authorities of the control plane's certificate, in PEM
 * @param certified whether the control plane's certificate is valid for a host name
 */
public record BootstrapOptions(
    String xdsHost,
    int xdsPort,
    long maxMessageBytes,
    int adminPort,
    boolean adminSocket,
    Supplier<String> authorities,
    Predicate<String> certified) {}
