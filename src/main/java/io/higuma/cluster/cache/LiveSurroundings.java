package io.higuma.cluster.cache;

import static io.higuma.kuma.KubernetesName.DNS_LABEL;
import static io.higuma.kuma.KubernetesName.DNS_SUBDOMAIN;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiCalls;
import io.higuma.cluster.client.ApiPath;
import io.higuma.cluster.client.ApiResponse;
import io.higuma.cluster.client.FieldFilter;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.ServiceTrimmer;
import io.higuma.inject.Surroundings;
import io.higuma.kuma.KubernetesName;
import io.higuma.patch.NamedPatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Cluster objects that injection needs, read from the API server. Each lookup is a request, so use
 * it only where the stores may be stale: a Namespace and its Pod that were created in quick
 * succession.
 */
public final class LiveSurroundings implements Surroundings {
  private static final FieldFilter SERVICES =
      FieldFilter.of("items(" + ServiceTrimmer.SERVICE_FIELDS + ")");
  private static final FieldFilter DATAPLANES = FieldFilter.of("items(mesh)");

  /** Timeout of a lookup; the default webhook timeout of the API server is ten seconds. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ApiCalls api;
  private final String systemNamespace;

  /** Reads through these calls. */
  public LiveSurroundings(ApiCalls api, String systemNamespace) {
    this.api = api;
    this.systemNamespace = systemNamespace;
  }

  @Override
  public Optional<NamespaceView> namespace(String name) {
    return one(WatchedKinds.namespaces(), DNS_LABEL, name).map(CachedNamespace::view);
  }

  @Override
  public boolean meshExists(String name) {
    return one(WatchedKinds.meshes(), DNS_SUBDOMAIN, name).isPresent();
  }

  @Override
  public Optional<NamedPatch> containerPatch(String name) {
    return one(WatchedKinds.containerPatches(systemNamespace), DNS_SUBDOMAIN, name);
  }

  @Override
  public Optional<String> redirectConfig(String configMap) {
    return one(WatchedKinds.systemConfigMaps(systemNamespace), DNS_SUBDOMAIN, configMap)
        .flatMap(SystemConfigMap::redirection);
  }

  @Override
  public List<SelectingService> services(String namespace) {
    return items(ApiPath.core(), namespace, "services", SERVICES)
        .map(ServiceTrimmer::service)
        .map(CachedSurroundings::selecting)
        .toList();
  }

  @Override
  public Set<String> dataplaneMeshes(String namespace) {
    return items(ApiPath.kuma(), namespace, "dataplanes", DATAPLANES)
        .map(dataplane -> dataplane.path("mesh").asText(""))
        .map(mesh -> mesh.isEmpty() ? MeshName.DEFAULT : mesh)
        .collect(Collectors.toSet());
  }

  /** An object with an invalid name cannot exist, so no request is sent. */
  private <V> Optional<V> one(ResourceKind<V> kind, KubernetesName grammar, String name) {
    return grammar.matches(name)
        ? read(kind.path().name(name), kind.filter()).flatMap(kind.trim())
        : Optional.empty();
  }

  private Stream<JsonNode> items(
      ApiPath group, String namespace, String plural, FieldFilter filter) {
    if (!DNS_LABEL.matches(namespace)) {
      return Stream.empty();
    }
    return read(group.namespace(namespace).resource(plural), filter).stream()
        .flatMap(list -> StreamSupport.stream(list.path("items").spliterator(), false));
  }

  private Optional<JsonNode> read(ApiPath path, FieldFilter filter) {
    try {
      var answer = api.get(path, LIMIT);
      if (answer.status() == ApiResponse.NOT_FOUND) {
        return Optional.empty();
      }
      if (!answer.isSuccess()) {
        throw new LookupFailed(path + " could not be read: " + answer.summary());
      }
      return Optional.of(answer.object(filter));
    } catch (IOException e) {
      throw new LookupFailed(path + " could not be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LookupFailed(path + " could not be read: interrupted");
    }
  }
}
