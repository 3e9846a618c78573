package io.higuma.cluster.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Store of all objects of a kind in trimmed form, by namespace (empty for cluster-scoped kinds) and
 * name. Reads never block. Writers are the kind's reflector and the code that writes the objects.
 *
 * @param <V> the stored form of one object
 */
public final class ObjectStore<V> {

  /**
   * Callback after each change of the store, in order; must not block.
   *
   * @param <V> the stored form of one object
   */
  public interface Listener<V> {
    /** {@code before} is null for a new object, {@code after} for a deleted one. */
    void changed(ObjectKey key, @Nullable V before, @Nullable V after);
  }

  /** The order in which states of an object were written. */
  interface WriteOrder<V> {
    /** Negative if {@code left} was written before {@code right}, 0 for the same write. */
    int compare(V left, V right);
  }

  private final Map<String, Map<String, V>> namespaces = new ConcurrentHashMap<>();
  private final List<Listener<V>> listeners = new CopyOnWriteArrayList<>();
  private final WriteOrder<V> order;
  private final List<Request> requests = new ArrayList<>();
  private @Nullable Set<ObjectKey> listedKeys;

  /** An empty store. */
  public ObjectStore() {
    this((stored, read) -> -1);
  }

  ObjectStore(WriteOrder<V> order) {
    this.order = order;
  }

  /** Adds a listener for later changes. */
  public void listen(Listener<V> listener) {
    listeners.add(listener);
  }

  /** Returns the stored form of one object. */
  public Optional<V> find(String namespace, String name) {
    return Optional.ofNullable(names(namespace).get(name));
  }

  /** Returns the stored form of one object. */
  public Optional<V> find(ObjectKey key) {
    return find(key.namespace(), key.name());
  }

  /** Returns a live view of the objects of one namespace. */
  public Collection<V> in(String namespace) {
    return names(namespace).values();
  }

  /** Passes every object of one namespace to the consumer. */
  public void forEach(String namespace, BiConsumer<ObjectKey, V> consumer) {
    names(namespace)
        .forEach((name, value) -> consumer.accept(new ObjectKey(namespace, name), value));
  }

  /** Passes every object to the consumer. */
  public void forEach(BiConsumer<ObjectKey, V> consumer) {
    namespaces.keySet().forEach(namespace -> forEach(namespace, consumer));
  }

  /** The number of objects. */
  public int size() {
    return namespaces.values().stream().mapToInt(Map::size).sum();
  }

  /** Applies a state from the watch; {@code after} is null for a deleted or irrelevant object. */
  synchronized void apply(ObjectKey key, @Nullable V after) {
    note(key, after == null);
    V before = names(key.namespace()).get(key.name());
    if (before != null && after != null && order.compare(before, after) >= 0) {
      return;
    }
    store(key, before, after);
  }

  /** Applies a deletion from the watch; {@code last} is the final state, null if irrelevant. */
  synchronized void remove(ObjectKey key, @Nullable V last) {
    note(key, true);
    V before = names(key.namespace()).get(key.name());
    if (before != null && last != null && order.compare(before, last) >= 0) {
      // The object has been created again since.
      return;
    }
    store(key, before, null);
  }

  /**
   * Begins a request that writes or reads an object. Its response may arrive after states from the
   * watch that are newer.
   */
  public synchronized Request request(ObjectKey key) {
    var request = new Request(key);
    requests.add(request);
    return request;
  }

  /** A request for an object, from before it is sent until its response has been stored. */
  public final class Request implements AutoCloseable {
    private final ObjectKey key;
    private boolean changed;
    private boolean removed;

    private Request(ObjectKey key) {
      this.key = key;
    }

    /**
     * Stores the state in the response; null if there is no object. Has no effect if the store may
     * have a newer state: if the watch has sent one, or has removed the object, or a list has begun
     * or ended since the request began. What the response has and the store does not, the watch
     * sends later. For the same write, the response replaces the state from the watch.
     */
    public void complete(@Nullable V after) {
      synchronized (ObjectStore.this) {
        V before = names(key.namespace()).get(key.name());
        boolean outdated =
            removed
                || (after == null ? changed : before != null && order.compare(before, after) > 0);
        if (!outdated) {
          if (listedKeys != null) {
            listedKeys.add(key);
          }
          store(key, before, after);
        }
      }
    }

    @Override
    public void close() {
      synchronized (ObjectStore.this) {
        requests.remove(this);
      }
    }
  }

  /** Replaces a state with one that has more information, if unchanged; calls no listeners. */
  public synchronized void replace(ObjectKey key, V before, V after) {
    Map<String, V> names = names(key.namespace());
    if (before.equals(names.get(key.name()))) {
      names.put(key.name(), after);
    }
  }

  /** Begins a list: objects that are not passed to {@link #listed} before its end are removed. */
  synchronized void beginList() {
    requests.forEach(request -> request.removed = true);
    listedKeys = new HashSet<>();
  }

  /** Applies a state from the current list. */
  synchronized void listed(ObjectKey key, V value) {
    if (listedKeys != null && listedKeys.add(key)) {
      store(key, names(key.namespace()).get(key.name()), value);
    }
  }

  /** Ends the list and removes the objects that it does not contain. */
  synchronized void endList() {
    requests.forEach(request -> request.removed = true);
    Set<ObjectKey> present = Objects.requireNonNullElse(listedKeys, Set.of());
    listedKeys = null;
    forEach(
        (key, value) -> {
          if (!present.contains(key)) {
            store(key, value, null);
          }
        });
  }

  /** Tells the requests for an object that the watch has changed or removed it. */
  private void note(ObjectKey key, boolean removed) {
    for (var request : requests) {
      if (request.key.equals(key)) {
        request.changed = true;
        request.removed |= removed;
      }
    }
  }

  private void store(ObjectKey key, @Nullable V before, @Nullable V after) {
    if (after != null) {
      namespaces
          .computeIfAbsent(key.namespace(), namespace -> new ConcurrentHashMap<>(4))
          .put(key.name(), after);
    } else if (before != null) {
      namespaces.computeIfPresent(key.namespace(), (_, objects) -> without(objects, key.name()));
    }
    if (!Objects.equals(before, after)) {
      listeners.forEach(listener -> listener.changed(key, before, after));
    }
  }

  /** The map without this name; null if it is then empty. */
  private @Nullable Map<String, V> without(Map<String, V> objects, String name) {
    objects.remove(name);
    return objects.isEmpty() ? null : objects;
  }

  private Map<String, V> names(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of());
  }
}
