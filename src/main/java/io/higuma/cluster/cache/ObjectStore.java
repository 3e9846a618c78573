package io.higuma.cluster.cache;

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
 * What is kept of all objects of a kind, by namespace (empty where the kind has none) and name.
 * Reading never waits. Writers are the kind's reflector and whoever changes the objects.
 *
 * @param <V> what is kept of one object
 */
public final class ObjectStore<V> {

  /**
   * Hears of every change, after the store has it, in order; must not block.
   *
   * @param <V> what is kept of one object
   */
  public interface Listener<V> {
    /** {@code before} is null for what is new, {@code after} for what is gone. */
    void changed(ObjectKey key, @Nullable V before, @Nullable V after);
  }

  /** Which of two states of an object counts, when the one in the store is not from the watch. */
  interface Precedence<V> {
    boolean isNewer(V stored, V read);
  }

  private final Map<String, Map<String, V>> namespaces = new ConcurrentHashMap<>();
  private final List<Listener<V>> listeners = new CopyOnWriteArrayList<>();
  private final Precedence<V> precedence;
  private @Nullable Set<ObjectKey> read;

  /** An empty store. */
  public ObjectStore() {
    this((stored, read) -> false);
  }

  ObjectStore(Precedence<V> precedence) {
    this.precedence = precedence;
  }

  /** From now on tells this listener. */
  public void listen(Listener<V> listener) {
    listeners.add(listener);
  }

  /** What is kept of one object. */
  public Optional<V> find(String namespace, String name) {
    return Optional.ofNullable(names(namespace).get(name));
  }

  /** What is kept of one object. */
  public Optional<V> find(ObjectKey key) {
    return find(key.namespace(), key.name());
  }

  /** What is kept of the objects of one namespace; changes as the store does. */
  public Collection<V> in(String namespace) {
    return names(namespace).values();
  }

  /** Tells about every object of one namespace. */
  public void forEach(String namespace, BiConsumer<ObjectKey, V> consumer) {
    names(namespace)
        .forEach((name, value) -> consumer.accept(new ObjectKey(namespace, name), value));
  }

  /** Tells about every object. */
  public void forEach(BiConsumer<ObjectKey, V> consumer) {
    namespaces.keySet().forEach(namespace -> forEach(namespace, consumer));
  }

  /** How many objects there are. */
  public int size() {
    return namespaces.values().stream().mapToInt(Map::size).sum();
  }

  /** A state that the watch sent; {@code after} is null for one that is gone or does not count. */
  synchronized void apply(ObjectKey key, @Nullable V after) {
    V before = names(key.namespace()).get(key.name());
    if (before != null && after != null && precedence.isNewer(before, after)) {
      return;
    }
    store(key, before, after);
  }

  /** The watch told that an object is gone, and what it was last; null if that did not count. */
  synchronized void remove(ObjectKey key, @Nullable V last) {
    V before = names(key.namespace()).get(key.name());
    if (before != null && last != null && precedence.isNewer(before, last)) {
      // It has been made anew meanwhile.
      return;
    }
    store(key, before, null);
  }

  /** A state that somebody knows to be the present one, whatever the watch said so far. */
  public synchronized void force(ObjectKey key, @Nullable V after) {
    if (read != null) {
      read.add(key);
    }
    store(key, names(key.namespace()).get(key.name()), after);
  }

  /** Knows more about a state than the watch said; nobody is told. */
  public synchronized void replace(ObjectKey key, V before, V after) {
    Map<String, V> names = names(key.namespace());
    if (before.equals(names.get(key.name()))) {
      names.put(key.name(), after);
    }
  }

  /** A list begins: what is not among {@link #listed} until its end is gone. */
  synchronized void beginList() {
    read = new HashSet<>();
  }

  /** A state from the list that has begun. */
  synchronized void listed(ObjectKey key, V value) {
    if (read != null && read.add(key)) {
      store(key, names(key.namespace()).get(key.name()), value);
    }
  }

  /** The list is complete. */
  synchronized void endList() {
    Set<ObjectKey> present = Objects.requireNonNullElse(read, Set.of());
    read = null;
    forEach(
        (key, value) -> {
          if (!present.contains(key)) {
            store(key, value, null);
          }
        });
  }

  private void store(ObjectKey key, @Nullable V before, @Nullable V after) {
    if (after != null) {
      namespaces
          .computeIfAbsent(key.namespace().intern(), namespace -> new ConcurrentHashMap<>(4))
          .put(key.name(), after);
    } else if (before != null) {
      names(key.namespace()).remove(key.name());
    }
    if (!Objects.equals(before, after)) {
      listeners.forEach(listener -> listener.changed(key, before, after));
    }
  }

  private Map<String, V> names(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of());
  }
}
