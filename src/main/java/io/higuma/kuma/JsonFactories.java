package io.higuma.kuma;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;

/** Jackson's factories for JSON of clusters. */
public final class JsonFactories {
  private JsonFactories() {}

  /**
   * A builder of factories that do not intern field names. Names of labels, annotations and {@code
   * managedFields} contain names, UIDs and addresses of objects, and the native executable never
   * frees an interned string.
   */
  public static JsonFactoryBuilder withoutInterning() {
    return new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
  }
}
