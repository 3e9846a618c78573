package io.higuma.inject;

import io.higuma.inject.AdmittedPod.PodLevel;
import io.higuma.kuma.Parsed;
import io.higuma.kuma.Quantity;
import java.util.OptionalLong;

/**
 * Pod-level fields, besides annotations, that the injected containers depend on.
 *
 * @param runAsNonRoot whether the Pod forbids user 0 for containers that do not override it
 * @param ownResources whether the Pod has Pod-level resources, which all its containers share
 * @param cpuLimit the Pod-level CPU limit in thousandths of a CPU; empty if there is none
 */
record PodTraits(boolean runAsNonRoot, boolean ownResources, OptionalLong cpuLimit) {
  /** A Pod without such fields. */
  static final PodTraits NONE = new PodTraits(false, false, OptionalLong.empty());

  static PodTraits of(AdmittedPod pod) {
    var level = pod.level();
    return level.runAsNonRoot() || hasResources(level)
        ? new PodTraits(level.runAsNonRoot(), hasResources(level), cpuLimit(level))
        : NONE;
  }

  /** Kubernetes treats resources without requests and limits as absent. */
  private static boolean hasResources(PodLevel level) {
    return level
        .resources()
        .filter(own -> !own.path("requests").isEmpty() || !own.path("limits").isEmpty())
        .isPresent();
  }

  /** An invalid quantity counts as absent; the API server rejects the Pod. */
  private static OptionalLong cpuLimit(PodLevel level) {
    var limit = level.resources().map(own -> own.path("limits").path("cpu").asText("")).orElse("");
    return !limit.isEmpty()
            && Quantity.parse("", limit) instanceof Parsed.Good<Quantity>(var quantity)
            && !quantity.isZero()
        ? OptionalLong.of(quantity.milliValue())
        : OptionalLong.empty();
  }
}
