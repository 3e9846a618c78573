package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.FieldFilter;
import java.util.Optional;
import java.util.function.Function;

/**
 * Definition of a watched kind: its path, the fields that are read and the stored form.
 *
 * @param plural plural for messages, such as {@code Pods}
 * @param path path of list and watch; may have a query
 * @param forms media types of the requests
 * @param sieve selects the fields that are read; must include {@code metadata(name,namespace)}
 * @param trim maps an object to its stored form; empty if irrelevant
 * @param <V> the stored form of one object
 */
public record ResourceKind<V>(
    String plural,
    ApiPath path,
    Forms forms,
    FieldFilter sieve,
    Function<JsonNode, Optional<V>> trim) {

  /**
   * Values of the {@code Accept} header.
   *
   * @param list for lists
   * @param events for watches
   */
  record Forms(String list, String events) {}

  private static final Forms WHOLE = new Forms(ApiCalls.JSON, ApiCalls.JSON);
  private static final Forms METADATA = new Forms(ApiCalls.METADATA_LIST, ApiCalls.METADATA_EVENTS);

  /** Defines a kind of which these fields are read. */
  public static <V> ResourceKind<V> of(
      String plural, ApiPath path, String fields, Function<JsonNode, Optional<V>> trim) {
    return new ResourceKind<>(plural, path, WHOLE, FieldFilter.of(fields), trim);
  }

  /** Defines a kind of which only metadata is requested. */
  public static <V> ResourceKind<V> ofMetadata(
      String plural, ApiPath path, String fields, Function<JsonNode, Optional<V>> trim) {
    return new ResourceKind<>(plural, path, METADATA, FieldFilter.of(fields), trim);
  }
}
