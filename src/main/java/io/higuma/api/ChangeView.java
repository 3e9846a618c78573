package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What came of a change, or would come of it.
 *
 * @param dryRun true where nothing was changed
 * @param revision the number of the overrides now in force; 0 where there never were any
 * @param config the setting or section after it
 * @param changes which values became others
 * @param warnings what should be looked at
 * @param workloads which workloads would be rendered differently; only in dry runs
 */
@Schema(
    name = "ConfigChange",
    requiredProperties = {"dryRun", "revision", "config", "changes", "warnings"})
public record ChangeView(
    boolean dryRun,
    long revision,
    ConfigView config,
    List<ValueChange> changes,
    List<String> warnings,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<WorkloadChanges> workloads) {}
