package io.higuma.cluster.client;

import com.fasterxml.jackson.core.JsonFactory;

/** Settings of the JSON parsers that read the Kubernetes API. */
public final class ApiJson {
  private ApiJson() {}

  /**
   * Creates a factory that does not intern field names. Names of {@code managedFields} contain UIDs
   * and addresses, and the native executable never frees an interned string.
   */
  public static JsonFactory factory() {
    return JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
  }
}
