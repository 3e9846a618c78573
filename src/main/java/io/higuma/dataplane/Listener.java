package io.higuma.dataplane;

/**
 * One listener of a zone proxy.
 *
 * @param type ingress or egress
 * @param port its port
 * @param name its name
 * @param ready whether it is ready
 * @param service the Service it comes from
 */
record Listener(ListenerType type, int port, String name, boolean ready, String service) {}
