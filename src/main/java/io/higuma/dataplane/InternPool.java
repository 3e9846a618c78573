package io.higuma.dataplane;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/** Weak intern pool: returns the same instance for equal values while it is referenced. */
final class InternPool<T> {
  private final Map<T, WeakReference<T>> values = new WeakHashMap<>();

  synchronized T intern(T value) {
    WeakReference<T> known = values.get(value);
    T first = known == null ? null : known.get();
    if (first != null) {
      return first;
    }
    values.put(value, new WeakReference<>(value));
    return value;
  }
}
