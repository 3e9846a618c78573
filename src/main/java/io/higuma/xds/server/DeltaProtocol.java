package io.higuma.xds.server;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.higuma.xds.snapshot.PerType;
import io.higuma.xds.snapshot.ProxySnapshot;
import io.higuma.xds.snapshot.ResourceSet;
import io.higuma.xds.snapshot.ResourceType;
import io.higuma.xds.snapshot.XdsResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Incremental xDS: a response has the resources that changed and the names of removed ones. */
final class DeltaProtocol extends DiscoveryProtocol<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
  /** No less than the other fields of a response. */
  private static final int RESPONSE_BYTES = 256;

  /** No less than what a field has besides its content. */
  private static final int FIELD_BYTES = 8;

  /** The versions of the resources that the proxy has, by type and name. */
  private final PerType<Map<String, String>> known = new PerType<>(_ -> new HashMap<>());

  /** Names that the proxy subscribes to and knows not to exist. */
  private final PerType<Set<String>> absent = new PerType<>(_ -> new HashSet<>());

  private final long maxBytes;

  /**
   * A new stream.
   *
   * @param maxBytes the longest response that the proxy accepts; longer ones are split
   */
  DeltaProtocol(long maxBytes) {
    this.maxBytes = maxBytes;
  }

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
    List<XdsResource> changed = new ArrayList<>(wanted.all());
    changed.removeIf(
        resource ->
            resource.version().equals(versions.get(resource.name()))
                && !mustRepeat(state, resource.name()));
    Set<String> removed = removed(state, all);
    boolean complete = changed.isEmpty() && removed.isEmpty();
    if (complete && (!state.awaitsAnswer() || !versions.isEmpty())) {
      state.upToDate();
      return Optional.empty();
    }
    addRejected(state, all, changed, removed);
    List<Resource> sent = first(changed, removed);
    if (sent.size() < changed.size()) {
      // The others follow when these are applied.
      state.unsettle();
    }
    String version = wanted.version();
    DeltaDiscoveryResponse.Builder response =
        DeltaDiscoveryResponse.newBuilder()
            .setSystemVersionInfo(version)
            .setTypeUrl(state.type().typeUrl())
            .setNonce(begin(state, version, sent.stream().map(Resource::getName).toList(), removed))
            .addAllRemovedResources(sorted(removed))
            .addAllResources(sent);
    sent.forEach(resource -> sent(state, resource, newest));
    versions.keySet().removeAll(removed);
    if (!state.type().wildcard()) {
      absent.get(state.type()).addAll(removed);
    }
    return Optional.of(response.build());
  }

  /** Adds what the proxy has rejected and does not get because of its own change. */
  private static void addRejected(
      TypeState state, ResourceSet all, List<XdsResource> changed, Set<String> removed) {
    Set<String> rejected = new HashSet<>(state.rejectedNames());
    changed.forEach(resource -> rejected.remove(resource.name()));
    for (String name : sorted(rejected)) {
      all.find(name).ifPresentOrElse(changed::add, () -> removed.add(name));
    }
  }

  /** The first of these resources, as many as a response can have, but at least one. */
  private List<Resource> first(List<XdsResource> resources, Set<String> removed) {
    List<Resource> first = new ArrayList<>();
    long size = RESPONSE_BYTES;
    for (String name : removed) {
      size += name.length() + FIELD_BYTES;
    }
    for (XdsResource resource : resources) {
      Resource next =
          Resource.newBuilder()
              .setName(resource.name())
              .setVersion(resource.version())
              .setResource(resource.any())
              .build();
      size += next.getSerializedSize() + FIELD_BYTES;
      if (size > maxBytes && !first.isEmpty()) {
        break;
      }
      first.add(next);
    }
    return first;
  }

  private void sent(TypeState state, Resource resource, ProxySnapshot newest) {
    String name = resource.getName();
    boolean isKnown = known.get(state.type()).put(name, resource.getVersion()) != null;
    if (isKnown && state.type() == ResourceType.CLUSTER) {
      clusterUpdated(name, newest);
    }
    absent.get(state.type()).remove(name);
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
