package io.higuma.dataplane;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;

/** Keeps one of several equal values for as long as somebody uses it. */
final class InternPool<T> {
  private final Map<T, WeakReference<T>> values = new WeakHashMap<>();

  synchronized T shared(T value) {
    WeakReference<T> known = values.get(value);
    T first = known == null ? null : known.get();
    if (first != null) {
      return first;
    }
    values.put(value, new WeakReference<>(value));
    return value;
  }
}
