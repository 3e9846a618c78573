package io.higuma.cluster.client;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Typed calls of a fabric8 client, with the exceptions that callers of {@link ApiCalls} know: what
 * the API server refuses is an {@link ApiStatusException}.
 */
public final class TypedCalls {
  public static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private TypedCalls() {}

  /** The metadata of an object that is written. */
  public static ObjectMeta named(String namespace, String name) {
    return new ObjectMetaBuilder().withNamespace(namespace).withName(name).build();
  }

  public static <T> T call(Supplier<T> call) throws IOException, InterruptedException {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      if (Thread.interrupted()) {
        var interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      if (e.getStatus() != null) {
        throw ApiStatusException.of(e.getCode(), e.getStatus());
      }
      throw new IOException(String.valueOf(e.getCause() == null ? e : e.getCause()), e);
    }
  }

  /** Empty where there is no such object. */
  public static <T> Optional<T> get(Supplier<T> call) throws IOException, InterruptedException {
    return Optional.ofNullable(call(call));
  }

  /** Empty where there is such an object already. */
  public static <T> Optional<T> create(Supplier<T> call) throws IOException, InterruptedException {
    return unless(Set.of(ApiResponse.CONFLICT), call);
  }

  /** Empty where the object has changed since it was read, or is no more. */
  public static <T> Optional<T> change(Supplier<T> call) throws IOException, InterruptedException {
    return unless(Set.of(ApiResponse.CONFLICT, ApiResponse.NOT_FOUND), call);
  }

  private static <T> Optional<T> unless(Set<Integer> overtaken, Supplier<T> call)
      throws IOException, InterruptedException {
    try {
      return Optional.of(call(call));
    } catch (ApiStatusException refusal) {
      if (overtaken.contains(refusal.answer().status())) {
        return Optional.empty();
      }
      throw refusal;
    }
  }
}
