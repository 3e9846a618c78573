package io.higuma.cluster;

import io.higuma.dataplane.PodView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Pods by namespace and labels. Replicas have the same labels, so that a selector is tried once for
 * each workload and not once for each Pod.
 */
final class PodIndex implements ObjectStore.Listener<PodView> {
  private final Map<String, Map<Map<String, String>, Set<Key>>> namespaces =
      new ConcurrentHashMap<>();
  private final ObjectStore<PodView> pods;

  PodIndex(ObjectStore<PodView> pods) {
    this.pods = pods;
  }

  @Override
  public void changed(Key key, @Nullable PodView before, @Nullable PodView after) {
    if (before != null && after != null && before.labels().equals(after.labels())) {
      return;
    }
    if (before != null) {
      remove(key, before.labels());
    }
    if (after != null) {
      namespaces
          .computeIfAbsent(after.namespace(), namespace -> new ConcurrentHashMap<>())
          .computeIfAbsent(after.labels(), labels -> ConcurrentHashMap.newKeySet())
          .add(key);
    }
  }

  /** The Pods of a namespace for which this holds; it may look at nothing but labels. */
  List<Key> matching(String namespace, Predicate<PodView> byLabels) {
    return namespaces.getOrDefault(namespace, Map.of()).values().stream()
        .filter(alike -> alike.stream().findAny().flatMap(pods::find).filter(byLabels).isPresent())
        .flatMap(Set::stream)
        .toList();
  }

  /** Only the thread that changes the store calls this, so that nobody adds to an empty set. */
  private void remove(Key key, Map<String, String> labels) {
    Map<Map<String, String>, Set<Key>> byLabels =
        namespaces.getOrDefault(key.namespace(), Map.of());
    Set<Key> alike = byLabels.get(labels);
    if (alike != null) {
      alike.remove(key);
      if (alike.isEmpty()) {
        byLabels.remove(labels);
      }
    }
    if (byLabels.isEmpty()) {
      namespaces.remove(key.namespace());
    }
  }
}
