package io.higuma.xds.snapshot;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * One value for each type of resource.
 *
 * @param <V> the values
 */
public final class PerType<V> {
  private final Map<ResourceType, V> values = new EnumMap<>(ResourceType.class);

  /** Makes the value of each type. */
  public PerType(Function<ResourceType, V> value) {
    for (ResourceType type : ResourceType.values()) {
      values.put(type, value.apply(type));
    }
  }

  /** The value of a type. */
  public V get(ResourceType type) {
    return Objects.requireNonNull(values.get(type));
  }

  /** All values in the order of their types. */
  public Collection<V> all() {
    return values.values();
  }
}
