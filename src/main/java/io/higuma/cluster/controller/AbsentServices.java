package io.higuma.cluster.controller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The services of one Mesh that had a Dataplane and have had none for a while. A service that never
 * had one here is not among them: Kuma also stores virtual IPs of ExternalServices and of services
 * in other zones. Not thread-safe.
 */
final class AbsentServices {
  private final Duration delay;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Long> absentSince = new HashMap<>();

  /**
   * No services.
   *
   * @param delay how long a service has to be absent
   */
  AbsentServices(Duration delay) {
    this.delay = delay;
  }

  /**
   * Notes which services have Dataplanes.
   *
   * @param present the services with Dataplanes
   * @param stored the services with a virtual IP; others without Dataplanes are forgotten, unless
   *     there are none: the ConfigMap may be unreadable for a while
   * @param now monotonic time in nanoseconds
   * @return the stored services that have been absent for the delay
   */
  List<String> expired(Set<String> present, Set<String> stored, long now) {
    absentSince.keySet().removeAll(present);
    if (!stored.isEmpty()) {
      seen.retainAll(stored);
    }
    seen.addAll(present);
    absentSince.keySet().retainAll(seen);
    List<String> expired = new ArrayList<>();
    for (String service : seen) {
      if (!present.contains(service)
          && stored.contains(service)
          && now - absentSince.computeIfAbsent(service, none -> now) >= delay.toNanos()) {
        expired.add(service);
      }
    }
    return expired;
  }

  /** Starts the delay again for all services. */
  void restart() {
    absentSince.clear();
  }
}
