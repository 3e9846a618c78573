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
 * @param mediaTypes of list and watch
 * @param filter selects the fields that are read; must include {@code metadata(name,namespace)}
 * @param trim maps an object to its stored form; empty if irrelevant
 * @param <V> the stored form of one object
 */
public record ResourceKind<V>(
    String plural,
    ApiPath path,
    MediaTypes mediaTypes,
    FieldFilter filter,
    Function<JsonNode, Optional<V>> trim) {

  /**
   * Values of the {@code Accept} header.
   *
   * @param list for lists
   * @param watch for watches
   */
  record MediaTypes(String list, String watch) {}

  private static final MediaTypes WHOLE = new MediaTypes(ApiCalls.JSON, ApiCalls.JSON);
  private static final MediaTypes METADATA =
      new MediaTypes(ApiCalls.METADATA_LIST, ApiCalls.METADATA_EVENTS);

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
