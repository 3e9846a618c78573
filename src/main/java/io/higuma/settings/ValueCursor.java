package io.higuma.settings;

import io.higuma.kuma.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands out values one after another, each as its type. */
final class ValueCursor {
  private final @Nullable Object[] values;
  private int at;

  ValueCursor(@Nullable Object[] values) {
    this.values = values;
  }

  private Object next() {
    return Objects.requireNonNull(values[at++]);
  }

  String text() {
    return (String) next();
  }

  boolean bool() {
    return (Boolean) next();
  }

  int integer() {
    return (Integer) next();
  }

  long longNumber() {
    return (Long) next();
  }

  Duration duration() {
    return (Duration) next();
  }

  Quantity quantity() {
    return (Quantity) next();
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Object text : (List<?>) next()) {
      texts.add((String) text);
    }
    return List.copyOf(texts);
  }

  List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (Object number : (List<?>) next()) {
      numbers.add((Integer) number);
    }
    return List.copyOf(numbers);
  }

  Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) next()).entrySet()) {
      map.put((String) entry.getKey(), (String) entry.getValue());
    }
    return Collections.unmodifiableMap(map);
  }
}
