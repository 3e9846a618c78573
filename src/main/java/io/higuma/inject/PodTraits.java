package io.higuma.inject;

import io.higuma.inject.AdmittedPod.PodLevel;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import java.util.OptionalLong;

/**
 * What of a Pod, besides its annotations, its containers depend on.
 *
 * @param runAsNonRoot whether the Pod forbids user 0 to all containers that do not allow it
 *     themselves
 * @param ownResources whether the Pod has resources of its own, which all its containers share
 * @param cpuLimit the CPU limit of the Pod itself, in thousandths of a CPU; empty where it has none
 */
record PodTraits(boolean runAsNonRoot, boolean ownResources, OptionalLong cpuLimit) {
  /** A Pod that says nothing for all its containers. */
  static final PodTraits NONE = new PodTraits(false, false, OptionalLong.empty());

  static PodTraits of(AdmittedPod pod) {
    var level = pod.level();
    return level.runAsNonRoot() || hasResources(level)
        ? new PodTraits(level.runAsNonRoot(), hasResources(level), cpuLimit(level))
        : NONE;
  }

  /** An object without requests and limits is none, as it is for Kubernetes. */
  private static boolean hasResources(PodLevel level) {
    return level
        .resources()
        .filter(own -> !own.path("requests").isEmpty() || !own.path("limits").isEmpty())
        .isPresent();
  }

  /** One that is no quantity is for the API server to refuse. */
  private static OptionalLong cpuLimit(PodLevel level) {
    var limit = level.resources().map(own -> own.path("limits").path("cpu").asText("")).orElse("");
    return !limit.isEmpty()
            && Quantity.parse("", limit) instanceof Parsed.Good<Quantity>(var quantity)
            && !quantity.isZero()
        ? OptionalLong.of(quantity.milliValue())
        : OptionalLong.empty();
  }
}
