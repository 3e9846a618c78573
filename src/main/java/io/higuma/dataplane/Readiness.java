package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.ContainerStatusView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Readiness of a Pod and its ports. A container without a status counts as ready. */
final class Readiness {
  private final CachedPod pod;
  private final boolean proxyReady;

  Readiness(CachedPod pod) {
    this.pod = pod;
    this.proxyReady = !pod.status().terminating() && sidecarReady(pod.status());
  }

  /**
   * Whether the port of this container is ready; an undeclared port depends only on the sidecar.
   */
  boolean of(Optional<String> container) {
    return proxyReady && container.map(this::ready).orElse(true);
  }

  /** Whether the sidecar and all other containers are ready. */
  boolean ofAllContainers() {
    return proxyReady
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
