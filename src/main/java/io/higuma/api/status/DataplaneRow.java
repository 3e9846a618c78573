package io.higuma.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.higuma.api.ProxyView;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A Dataplane of the cluster.
 *
 * @param mesh its Mesh
 * @param inbounds number of its inbounds
 * @param ready how many of them are ready
 * @param proxy the connection of its sidecar, some seconds old; absent if it has never connected
 */
@Schema(
    name = "DataplaneRow",
    requiredProperties = {"namespace", "name", "mesh", "inbounds", "ready"})
public record DataplaneRow(
    String namespace,
    String name,
    String mesh,
    int inbounds,
    int ready,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ProxyView> proxy) {}
