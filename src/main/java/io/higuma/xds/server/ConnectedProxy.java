package io.higuma.xds.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A proxy with a stream to this replica.
 *
 * @param subscription the stream, in the form that a DataplaneInsight has
 * @param acknowledged the version of each type of resources that it has applied last, by {@code
 *     cds}, {@code eds} or {@code lds}
 * @param errors why it rejects its newest resources; empty if it does not
 */
public record ConnectedProxy(
    ObjectNode subscription, Map<String, String> acknowledged, String errors) {}
