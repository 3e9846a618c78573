package io.higuma.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Result of a change of the configuration, or of a dry run.
 *
 * @param dryRun true if nothing was changed
 * @param revision the revision of the overrides in force; 0 if there never were any
 * @param config the setting or section after the change
 * @param changes the values that changed
 * @param warnings warnings about the settings
 * @param workloads the workloads that would be rendered differently; only in dry runs
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
