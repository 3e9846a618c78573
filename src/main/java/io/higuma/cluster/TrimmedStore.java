package io.higuma.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of each object only what is read later. The informer that feeds it sees thin objects, with
 * nothing but name, namespace and resource version; whole ones would cost many times the memory.
 *
 * @param <T> the kind
 * @param <V> what is kept of one object
 */
public final class TrimmedStore<T extends HasMetadata, V> implements ItemStore<T> {
  private record Kept<V>(String resourceVersion, V view) {}

  private final Supplier<T> empty;
  private final Function<T, V> trim;
  private final Map<String, Map<String, Kept<V>>> byNamespace = new ConcurrentHashMap<>();

  /**
   * An empty store.
   *
   * @param empty makes an object without anything in it
   * @param trim takes what is kept out of an object
   */
  public TrimmedStore(Supplier<T> empty, Function<T, V> trim) {
    this.empty = empty;
    this.trim = trim;
  }

  /** What is kept of one object; the namespace is empty where the kind has none. */
  public Optional<V> find(String namespace, String name) {
    var kept = in(namespace).get(name);
    return kept == null ? Optional.empty() : Optional.of(kept.view());
  }

  /** What is kept of all objects of a namespace, in no order. */
  public Stream<V> all(String namespace) {
    return in(namespace).values().stream().map(Kept::view);
  }

  /** Forgets everything: the kind is no longer there. */
  void clear() {
    byNamespace.clear();
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    var kept = new Kept<>(object.getMetadata().getResourceVersion(), trim.apply(object));
    var place = Place.of(key);
    var before =
        byNamespace
            .computeIfAbsent(place.namespace(), namespace -> new ConcurrentHashMap<>())
            .put(place.name(), kept);
    return before == null ? null : thin(place, before);
  }

  @Override
  public @Nullable T remove(String key) {
    var place = Place.of(key);
    var before = in(place.namespace()).remove(place.name());
    return before == null ? null : thin(place, before);
  }

  @Override
  public @Nullable T get(String key) {
    var place = Place.of(key);
    var kept = in(place.namespace()).get(place.name());
    return kept == null ? null : thin(place, kept);
  }

  @Override
  public Stream<String> keySet() {
    return places().map(entry -> entry.getKey().key());
  }

  @Override
  public Stream<T> values() {
    return places().map(entry -> thin(entry.getKey(), entry.getValue()));
  }

  @Override
  public int size() {
    return byNamespace.values().stream().mapToInt(Map::size).sum();
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private Map<String, Kept<V>> in(String namespace) {
    return byNamespace.getOrDefault(namespace, Map.of());
  }

  private Stream<Map.Entry<Place, Kept<V>>> places() {
    return byNamespace.entrySet().stream()
        .flatMap(
            namespace ->
                namespace.getValue().entrySet().stream()
                    .map(
                        entry ->
                            Map.entry(
                                new Place(namespace.getKey(), entry.getKey()), entry.getValue())));
  }

  private T thin(Place place, Kept<V> kept) {
    var metadata = new ObjectMeta();
    metadata.setName(place.name());
    metadata.setNamespace(place.namespace().isEmpty() ? null : place.namespace());
    metadata.setResourceVersion(kept.resourceVersion());
    var thin = empty.get();
    thin.setMetadata(metadata);
    return thin;
  }

  private record Place(String namespace, String name) {
    static Place of(String key) {
      int slash = key.indexOf('/');
      return slash < 0
          ? new Place("", key)
          : new Place(key.substring(0, slash), key.substring(slash + 1));
    }

    String key() {
      return namespace.isEmpty() ? name : namespace + "/" + name;
    }
  }
}
