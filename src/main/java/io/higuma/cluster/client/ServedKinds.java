package io.higuma.cluster.client;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.kuma.KumaResource;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Discovery of the kinds of {@code kuma.io} that the API server serves. */
public final class ServedKinds {
  private static final String GROUP = KumaResource.GROUP + "/" + KumaResource.VERSION;

  private ServedKinds() {}

  /**
   * The plurals of the kinds, and their subresources such as {@code containerpatches/status}; empty
   * if the API server does not serve the group.
   */
  public static Optional<Set<String>> of(KubernetesClient client)
      throws IOException, InterruptedException {
    return TypedCalls.get(() -> client.getApiResources(GROUP))
        .map(
            list ->
                list.getResources().stream()
                    .map(APIResource::getName)
                    .collect(Collectors.toUnmodifiableSet()));
  }
}
