package io.higuma.xds.snapshot;

import io.higuma.dataplane.ProxyNetworking;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the snapshots of all proxies of a Mesh are made from, at one moment.
 *
 * @param mesh the Mesh
 * @param options settings that resources depend on
 * @param services the resources of its services by service tag
 * @param dataplanes the networking of its Dataplanes by {@code name.namespace}; a live view
 */
record MeshResources(
    String mesh,
    TopologyOptions options,
    SortedMap<String, ServiceResources> services,
    Map<String, ProxyNetworking> dataplanes) {}
