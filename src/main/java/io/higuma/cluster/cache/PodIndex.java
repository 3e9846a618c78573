package io.higuma.cluster.cache;

import io.higuma.dataplane.CachedPod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Index of Pods by namespace and labels. Replicas have the same labels, so that a selector is
 * evaluated once per workload and not once per Pod.
 */
public final class PodIndex implements ObjectStore.Listener<CachedPod> {
  private final Map<String, Map<Map<String, String>, Set<ObjectKey>>> namespaces =
      new ConcurrentHashMap<>();

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

  /** Returns the Pods of a namespace whose labels match the predicate. */
  public List<ObjectKey> matching(String namespace, Predicate<Map<String, String>> byLabels) {
    return namespaces.getOrDefault(namespace, Map.of()).entrySet().stream()
        .filter(group -> byLabels.test(group.getKey()))
        .flatMap(group -> group.getValue().stream())
        .toList();
  }

  /** Called only by the thread that changes the store, so that no key is added to an empty set. */
  private void remove(ObjectKey key, Map<String, String> labels) {
    Map<Map<String, String>, Set<ObjectKey>> byLabels =
        namespaces.getOrDefault(key.namespace(), Map.of());
    Set<ObjectKey> group = byLabels.get(labels);
    if (group != null) {
      group.remove(key);
      if (group.isEmpty()) {
        byLabels.remove(labels);
      }
    }
    if (byLabels.isEmpty()) {
      namespaces.remove(key.namespace());
    }
  }
}
