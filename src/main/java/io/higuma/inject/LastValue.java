package io.higuma.inject;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches the last computed value of a function: a cache of size one for keys that seldom change.
 * Thread-safe; two threads with the same new key may both compute the value.
 */
final class LastValue<K, V> {
  private final Function<K, V> function;
  private volatile @Nullable Entry<K, V> last;

  private record Entry<K, V>(K key, V value) {}

  LastValue(Function<K, V> function) {
    this.function = function;
  }

  /** Returns the value for this key; computes it if the last key was another one. */
  V get(K key) {
    var entry = last;
    if (entry == null || !entry.key().equals(key)) {
      entry = new Entry<>(key, function.apply(key));
      last = entry;
    }
    return entry.value();
  }
}
