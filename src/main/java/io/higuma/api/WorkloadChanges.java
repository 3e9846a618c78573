package io.higuma.api;

import io.higuma.settings.Settings;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The workloads that changed settings would render differently.
 *
 * @param examined number of workloads examined
 * @param complete false if not all were examined, or not all are listed
 * @param changed those that differ, by namespace and owner
 */
@Schema(requiredProperties = {"examined", "complete", "changed"})
public record WorkloadChanges(int examined, boolean complete, List<WorkloadChange> changed) {

  /** Finds the workloads. */
  @FunctionalInterface
  public interface Finder {
    /**
     * The workloads of the cluster that {@code after} would render differently than {@code before}.
     */
    WorkloadChanges between(Settings before, Settings after);
  }
}
