package io.higuma.inject;

import io.higuma.patch.JsonPatch;
import io.higuma.patch.JsonPatch.Operation;

/**
 * A label or annotation that injection adds to Pods.
 *
 * @param key its key
 * @param value its value
 * @param operation adds it to a Pod that already has labels or annotations
 */
record InjectedMetadata(String key, String value, Operation operation) {
  static final String LABELS = "/metadata/labels";
  static final String ANNOTATIONS = "/metadata/annotations";

  static InjectedMetadata label(String key, String value) {
    return new InjectedMetadata(key, value, add(LABELS, key, value));
  }

  static InjectedMetadata annotation(String key, String value) {
    return new InjectedMetadata(key, value, add(ANNOTATIONS, key, value));
  }

  private static Operation add(String path, String key, String value) {
    return new Operation.Add(path + "/" + JsonPatch.escape(key), JsonNodes.text(value));
  }
}
