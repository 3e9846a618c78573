package io.higuma.cluster.cache;

import io.higuma.dataplane.CachedPod;
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
public final class PodIndex implements ObjectStore.Listener<CachedPod> {
  private final Map<String, Map<Map<String, String>, Set<ObjectKey>>> namespaces =
      new ConcurrentHashMap<>();
  private final ObjectStore<CachedPod> pods;

  public PodIndex(ObjectStore<CachedPod> pods) {
    this.pods = pods;
  }

  @Override
  public void changed(ObjectKey key, @Nullable CachedPod before, @Nullable CachedPod after) {
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
  public List<ObjectKey> matching(String namespace, Predicate<CachedPod> byLabels) {
    return namespaces.getOrDefault(namespace, Map.of()).values().stream()
        .filter(alike -> alike.stream().findAny().flatMap(pods::find).filter(byLabels).isPresent())
        .flatMap(Set::stream)
        .toList();
  }

  /** Only the thread that changes the store calls this, so that nobody adds to an empty set. */
  private void remove(ObjectKey key, Map<String, String> labels) {
    Map<Map<String, String>, Set<ObjectKey>> byLabels =
        namespaces.getOrDefault(key.namespace(), Map.of());
    Set<ObjectKey> alike = byLabels.get(labels);
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
