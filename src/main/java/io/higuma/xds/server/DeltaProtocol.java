package io.higuma.xds.server;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.higuma.xds.snapshot.PerType;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.ResourceSet;
import io.higuma.xds.snapshot.ResourceType;
import io.higuma.xds.snapshot.XdsResource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Incremental xDS: a response has the resources that changed and the names of removed ones. */
final class DeltaProtocol extends DiscoveryProtocol<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  /** The versions of the resources that the proxy has, by type and name. */
  private final PerType<Map<String, String>> known = new PerType<>(_ -> new HashMap<>());

  /** Names that the proxy subscribes to and knows not to exist. */
  private final PerType<Set<String>> absent = new PerType<>(_ -> new HashSet<>());

  @Override
  Receipt receive(DeltaDiscoveryRequest request) {
    Optional<ResourceType> type = ResourceType.of(request.getTypeUrl());
    if (type.isEmpty()) {
      return unserved(request.getTypeUrl(), request.getResourceNamesSubscribeCount() > 0);
    }
    TypeState state = state(type.get());
    Receipt receipt =
        acknowledge(
            state,
            request.getResponseNonce(),
            request.hasErrorDetail()
                ? Optional.of(request.getErrorDetail().getMessage())
                : Optional.empty());
    // Unlike in state of the world, a request with an old nonce still changes the subscription.
    if (request.getInitialResourceVersionsCount() > 0
        || request.getResourceNamesSubscribeCount() > 0
        || request.getResourceNamesUnsubscribeCount() > 0) {
      state.subscriptionChanged();
    }
    Map<String, String> versions = known.get(type.get());
    Set<String> missing = absent.get(type.get());
    versions.putAll(request.getInitialResourceVersionsMap());
    for (String name : request.getResourceNamesSubscribeList()) {
      state.names().add(name);
      missing.remove(name);
      if (!request.containsInitialResourceVersions(name)) {
        // A proxy that subscribes again has dropped the resource.
        versions.remove(name);
      }
    }
    for (String name : request.getResourceNamesUnsubscribeList()) {
      state.names().remove(name);
      missing.remove(name);
      versions.remove(name);
    }
    return state.resubscribed(receipt);
  }

  @Override
  Optional<DeltaDiscoveryResponse> respond(TypeState state, ProxySnapshot newest) {
    ResourceSet all = newest.of(state.type());
    ResourceSet wanted = all.filter(state::wants);
    Map<String, String> versions = known.get(state.type());
    Predicate<XdsResource> isNew =
        resource ->
            !resource.version().equals(versions.get(resource.name()))
                || mustRepeat(state, resource.name());
    Set<String> removed = removed(state, all);
    boolean complete = removed.isEmpty() && wanted.all().stream().noneMatch(isNew);
    if (complete && (!state.awaitsAnswer() || !versions.isEmpty())) {
      state.upToDate();
      return Optional.empty();
    }
    Set<String> rejected = state.rejectedNames();
    rejected.stream().filter(name -> !all.contains(name)).forEach(removed::add);
    List<XdsResource> changed =
        wanted.all().stream()
            .filter(isNew.or(resource -> rejected.contains(resource.name())))
            .toList();
    String version = wanted.version();
    DeltaDiscoveryResponse.Builder response =
        DeltaDiscoveryResponse.newBuilder()
            .setSystemVersionInfo(version)
            .setTypeUrl(state.type().typeUrl())
            .setNonce(begin(state, version, changed, removed))
            .addAllRemovedResources(sorted(removed));
    for (XdsResource resource : changed) {
      boolean known = versions.put(resource.name(), resource.version()) != null;
      if (known && state.type() == ResourceType.CLUSTER) {
        clusterUpdated(resource.name(), newest);
      }
      absent.get(state.type()).remove(resource.name());
      response.addResources(
          Resource.newBuilder()
              .setName(resource.name())
              .setVersion(resource.version())
              .setResource(resource.any()));
    }
    for (String name : removed) {
      versions.remove(name);
      if (!state.type().wildcard()) {
        absent.get(state.type()).add(name);
      }
    }
    return Optional.of(response.build());
  }

  /** Resources that the proxy has or waits for, and that do not exist. */
  private Set<String> removed(TypeState state, ResourceSet all) {
    Set<String> removed = new HashSet<>();
    Map<String, String> versions = known.get(state.type());
    for (String name : versions.keySet()) {
      if (!all.contains(name)) {
        removed.add(name);
      }
    }
    if (!state.type().wildcard()) {
      for (String name : state.names()) {
        if (!versions.containsKey(name) && !all.contains(name)) {
          removed.add(name);
        }
      }
    }
    removed.removeAll(absent.get(state.type()));
    return removed;
  }

  @Override
  boolean wasSent(TypeState state, String name) {
    return known.get(state.type()).containsKey(name);
  }

  @Override
  ResourceType typeOf(DeltaDiscoveryResponse response) {
    return ResourceType.of(response.getTypeUrl()).orElseThrow();
  }
}
