package io.higuma.api;

import io.higuma.settings.Settings;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which workloads other settings would render differently.
 *
 * @param examined how many workloads were looked at
 * @param complete false where not all could be looked at, or not all are listed
 * @param changed those that differ, by namespace and owner
 */
@Schema(requiredProperties = {"examined", "complete", "changed"})
public record WorkloadChanges(int examined, boolean complete, List<WorkloadChange> changed) {

  /** Finds out. */
  @FunctionalInterface
  public interface Finder {
    /** What the workloads of the cluster would be under {@code after} and are not under before. */
    WorkloadChanges between(Settings before, Settings after);
  }
}
