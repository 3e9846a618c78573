package io.higuma.dataplane;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The inbounds, gateway tags and listeners of a Pod.
 *
 * @param inbounds its inbounds
 * @param gateway the tags, if it is a delegated gateway
 * @param listeners its listeners, if it is a zone proxy
 */
record Networking(
    List<Inbound> inbounds,
    Optional<NavigableMap<String, String>> gateway,
    List<Listener> listeners) {

  /** Whether it has no inbound, gateway or listener. */
  boolean empty() {
    return inbounds.isEmpty() && gateway.isEmpty() && listeners.isEmpty();
  }

  /** Whether it is only a zone proxy. */
  boolean onlyListeners() {
    return inbounds.isEmpty() && gateway.isEmpty() && !listeners.isEmpty();
  }
}
