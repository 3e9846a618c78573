package io.higuma.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The record type of a section: makes records from the values of their components and reads these
 * values. Only the record's components define their number and order.
 */
final class SectionType {
  private final Constructor<?> constructor;
  private final List<Method> accessors;

  SectionType(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
    accessors = Stream.of(components).map(RecordComponent::getAccessor).toList();
  }

  /** The record with these values, which stand in the order of its components. */
  Object create(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The value of the component with this index. */
  Object read(Object section, int component) {
    try {
      return accessors.get(component).invoke(section);
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
