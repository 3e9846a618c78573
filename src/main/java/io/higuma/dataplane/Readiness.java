package io.higuma.dataplane;

import io.higuma.dataplane.PodView.ContainerStatusView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Pod can serve. A container without a status counts as ready. */
final class Readiness {
  private final PodView pod;
  private final boolean proxy;

  Readiness(PodView pod) {
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
            .map(PodView.ContainerView::name)
            .filter(name -> !name.equals(PodView.SIDECAR))
            .allMatch(this::ready);
  }

  private boolean ready(String container) {
    return ready(container, pod.status().containers().stream());
  }

  private static boolean sidecarReady(PodView.Status status) {
    return ready(
        PodView.SIDECAR,
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
