package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.ContainerStatusView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Pod can serve. A container without a status counts as ready. */
final class Readiness {
  private final CachedPod pod;
  private final boolean proxy;

  Readiness(CachedPod pod) {
    this.pod = pod;
    this.proxy = !pod.status().terminating() && sidecarReady(pod.status());
  }

  /**
   * Whether the port of this container can serve; a port that nobody declares needs no container.
   */
  boolean of(Optional<String> container) {
    return proxy && container.map(this::ready).orElse(true);
  }

  /** Whether the Pod as a whole can serve. */
  boolean ofAllContainers() {
    return proxy
        && pod.template().containers().stream()
            .map(CachedPod.ContainerView::name)
            .filter(name -> !name.equals(CachedPod.SIDECAR))
            .allMatch(this::ready);
  }

  private boolean ready(String container) {
    return ready(container, pod.status().containers().stream());
  }

  private static boolean sidecarReady(CachedPod.Status status) {
    return ready(
        CachedPod.SIDECAR,
        Stream.of(status.containers(), status.initContainers()).flatMap(List::stream));
  }

  private static boolean ready(String container, Stream<ContainerStatusView> statuses) {
    return statuses
        .filter(status -> status.name().equals(container))
        .findFirst()
        .map(ContainerStatusView::ready)
        .orElse(true);
  }
}
