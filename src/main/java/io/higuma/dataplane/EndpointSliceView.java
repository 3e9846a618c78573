package io.higuma.dataplane;

import java.util.Set;

/**
 * The fields of an EndpointSlice that a conversion reads.
 *
 * @param namespace its namespace
 * @param name its name
 * @param service the Service it belongs to; empty if it names none
 * @param podUids the UIDs of the objects that its endpoints point to, which may be other kinds
 */
public record EndpointSliceView(
    String namespace, String name, String service, Set<String> podUids) {}
