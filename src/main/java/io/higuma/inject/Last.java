package io.higuma.inject;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was last made: from something that seldom changes, so that one is enough. Safe for
 * use by several threads; two that come at once with something new may both make it.
 */
final class Last<K, V> {
  private final Function<K, V> make;
  private volatile @Nullable Made<K, V> last;

  private record Made<K, V>(K from, V what) {}

  Last(Function<K, V> make) {
    this.make = make;
  }

  /** What is made from this. */
  V of(K from) {
    var known = last;
    if (known == null || !known.from().equals(from)) {
      known = new Made<>(from, make.apply(from));
      last = known;
    }
    return known.what();
  }
}
