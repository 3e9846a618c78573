package io.higuma.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Dataplanes of the cluster.
 *
 * @param total how many match
 * @param online how many of them have a connected sidecar
 * @param next the path and query of the next page; absent if there is none
 * @param dataplanes one page of them, sorted by namespace and name
 */
@Schema(
    name = "Dataplanes",
    requiredProperties = {"total", "online", "dataplanes"})
public record DataplaneRows(
    int total,
    int online,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> next,
    List<DataplaneRow> dataplanes) {}
