package io.higuma.dataplane;

/**
 * One listener of a zone proxy.
 *
 * @param type what it is for
 * @param port its port
 * @param name its name
 * @param ready whether it can serve
 * @param service the Service it comes from
 */
record Listener(ListenerType type, int port, String name, boolean ready, String service) {}
