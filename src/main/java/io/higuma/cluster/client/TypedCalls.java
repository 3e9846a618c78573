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
 * Runs typed calls of a fabric8 client and maps their exceptions to those of {@link ApiCalls}: an
 * error status of the API server becomes an {@link ApiStatusException}.
 */
public final class TypedCalls {
  public static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private TypedCalls() {}

  /** Creates the metadata of an object to write. */
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

  /** Runs a read; empty if the object does not exist. */
  public static <T> Optional<T> get(Supplier<T> call) throws IOException, InterruptedException {
    return Optional.ofNullable(call(call));
  }

  /** Runs a create; empty if the object already exists. */
  public static <T> Optional<T> create(Supplier<T> call) throws IOException, InterruptedException {
    return emptyOn(Set.of(ApiResponse.CONFLICT), call);
  }

  /** Runs an update; empty if the object has changed since it was read, or does not exist. */
  public static <T> Optional<T> change(Supplier<T> call) throws IOException, InterruptedException {
    return emptyOn(Set.of(ApiResponse.CONFLICT, ApiResponse.NOT_FOUND), call);
  }

  private static <T> Optional<T> emptyOn(Set<Integer> statuses, Supplier<T> call)
      throws IOException, InterruptedException {
    try {
      return Optional.of(call(call));
    } catch (ApiStatusException e) {
      if (statuses.contains(e.response().status())) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
