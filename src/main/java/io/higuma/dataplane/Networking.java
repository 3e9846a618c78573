package io.higuma.dataplane;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What a Pod offers to the Mesh.
 *
 * @param inbounds its inbounds
 * @param gateway the tags of the delegated gateway that it is
 * @param listeners its listeners as a zone proxy
 */
record Networking(
    List<Inbound> inbounds,
    Optional<NavigableMap<String, String>> gateway,
    List<Listener> listeners) {

  /** Whether it offers nothing. */
  boolean empty() {
    return inbounds.isEmpty() && gateway.isEmpty() && listeners.isEmpty();
  }

  /** Whether it is a zone proxy and nothing else. */
  boolean onlyListeners() {
    return inbounds.isEmpty() && gateway.isEmpty() && !listeners.isEmpty();
  }
}
