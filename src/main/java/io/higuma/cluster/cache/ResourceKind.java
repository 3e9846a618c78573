package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.FieldFilter;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of objects in the cluster, and what is kept of each.
 *
 * @param plural what people call them, such as {@code Pods}
 * @param path where all of them are listed and watched; may have a query
 * @param forms the forms in which they are asked for
 * @param sieve what is read of each; must let through {@code metadata(name,namespace)}
 * @param trim what is kept of one; empty if it does not count
 * @param <V> what is kept of one
 */
public record ResourceKind<V>(
    String plural,
    ApiPath path,
    Forms forms,
    FieldFilter sieve,
    Function<JsonNode, Optional<V>> trim) {

  /**
   * Forms of answers.
   *
   * @param list of lists
   * @param events of watches
   */
  record Forms(String list, String events) {}

  private static final Forms WHOLE = new Forms(ApiCalls.JSON, ApiCalls.JSON);
  private static final Forms METADATA = new Forms(ApiCalls.METADATA_LIST, ApiCalls.METADATA_EVENTS);

  /** A kind of which these fields are read. */
  public static <V> ResourceKind<V> of(
      String plural, ApiPath path, String wanted, Function<JsonNode, Optional<V>> trim) {
    return new ResourceKind<>(plural, path, WHOLE, FieldFilter.of(wanted), trim);
  }

  /** A kind of which only metadata are asked for. */
  public static <V> ResourceKind<V> ofMetadata(
      String plural, ApiPath path, String wanted, Function<JsonNode, Optional<V>> trim) {
    return new ResourceKind<>(plural, path, METADATA, FieldFilter.of(wanted), trim);
  }
}
