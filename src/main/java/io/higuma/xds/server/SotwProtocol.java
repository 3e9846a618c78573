package io.higuma.xds.server;

import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.ResourceSet;
import io.higuma.xds.snapshot.ResourceType;
import io.higuma.xds.snapshot.XdsResource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * State of the world: a response of a wildcard type has all its resources. A response with
 * endpoints has those that changed, which the protocol allows for every type but clusters and
 * listeners.
 */
final class SotwProtocol extends DiscoveryProtocol<DiscoveryRequest, DiscoveryResponse> {
  /**
   * The versions that a proxy already has when its stream begins, of wildcard types. Envoy has a
   * version of endpoints also after it has unsubscribed from some of them.
   */
  private final Map<ResourceType, String> versionsBefore = new EnumMap<>(ResourceType.class);

  private final Set<ResourceType> begun = EnumSet.noneOf(ResourceType.class);

  /** The resources that were sent and that the proxy still wants, by type. */
  private final Map<ResourceType, ResourceSet> sent = new EnumMap<>(ResourceType.class);

  @Override
  Receipt receive(DiscoveryRequest request) {
    Optional<ResourceType> type = ResourceType.of(request.getTypeUrl());
    if (type.isEmpty()) {
      return unserved(request.getTypeUrl(), request.getResourceNamesCount() > 0);
    }
    TypeState state = state(type.get());
    String nonce = request.getResponseNonce();
    Receipt receipt =
        acknowledge(
            state,
            nonce,
            request.hasErrorDetail()
                ? Optional.of(request.getErrorDetail().getMessage())
                : Optional.empty());
    if (!(receipt instanceof Receipt.Stale)) {
      // Until a response is sent, later requests of the stream have no nonce either.
      if (nonce.isEmpty() && type.get().wildcard() && begun.add(type.get())) {
        versionsBefore.put(type.get(), request.getVersionInfo());
      }
      Set<String> names = new HashSet<>(request.getResourceNamesList());
      if (!names.equals(state.names())) {
        state.names().clear();
        state.names().addAll(names);
        state.subscriptionChanged();
        sent.put(type.get(), sent(type.get()).filter(state::wants));
        return state.resubscribed(receipt);
      }
    }
    return receipt;
  }

  @Override
  Optional<DiscoveryResponse> respond(TypeState state, ProxySnapshot newest) {
    ResourceSet wanted = newest.of(state.type()).filter(state::wants);
    ResourceSet sentBefore = sent(state.type());
    String before = versionsBefore.remove(state.type());
    boolean repeats =
        wanted.all().stream().anyMatch(resource -> mustRepeat(state, resource.name()));
    if (wanted.hasSame(sentBefore) && !repeats && !state.awaitsAnswer()) {
      return Optional.empty();
    }
    String version = wanted.version();
    List<XdsResource> changed =
        state.type().wildcard()
            ? wanted.all()
            : wanted.all().stream()
                .filter(
                    resource ->
                        !resource.version().equals(sentBefore.versionOf(resource.name()))
                            || mustRepeat(state, resource.name())
                            || state.rejectedNames().contains(resource.name()))
                .toList();
    if (version.equals(before) || (changed.isEmpty() && !state.type().wildcard())) {
      sent.put(state.type(), wanted);
      state.upToDate();
      return Optional.empty();
    }
    String nonce = begin(state, version, names(changed), Set.of());
    sent.put(state.type(), wanted);
    if (state.type() == ResourceType.CLUSTER) {
      boolean resumed = before != null && !before.isEmpty();
      for (XdsResource cluster : wanted.all()) {
        String older = sentBefore.versionOf(cluster.name());
        boolean updated =
            !older.equals(cluster.version()) || state.rejectedNames().contains(cluster.name());
        // What a proxy has from an earlier stream is not known.
        if (older.isEmpty() ? resumed : updated) {
          clusterUpdated(cluster.name(), newest);
        }
      }
    }
    DiscoveryResponse.Builder response =
        DiscoveryResponse.newBuilder()
            .setVersionInfo(version)
            .setTypeUrl(state.type().typeUrl())
            .setNonce(nonce);
    changed.forEach(resource -> response.addResources(resource.any()));
    return Optional.of(response.build());
  }

  @Override
  boolean wasSent(TypeState state, String name) {
    return sent(state.type()).contains(name);
  }

  @Override
  ResourceType typeOf(DiscoveryResponse response) {
    return ResourceType.of(response.getTypeUrl()).orElseThrow();
  }

  private static List<String> names(List<XdsResource> resources) {
    return resources.stream().map(XdsResource::name).toList();
  }

  private ResourceSet sent(ResourceType type) {
    return sent.getOrDefault(type, ResourceSet.EMPTY);
  }
}
