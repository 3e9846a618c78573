package io.higuma.dataplane;

import io.higuma.dataplane.CachedPod.Identity;
import io.higuma.dataplane.CachedPod.OwnerView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** In-memory implementation of {@link RelatedObjects}. */
final class World implements RelatedObjects {
  final Map<String, MeshView> meshes = new HashMap<>();
  final Map<String, String> namespaceMeshes = new HashMap<>();
  final List<ServiceView> services = new ArrayList<>();
  final List<EndpointSliceView> slices = new ArrayList<>();
  final Map<String, List<OwnerView>> replicaSets = new HashMap<>();
  final Map<String, List<OwnerView>> jobs = new HashMap<>();
  final Map<String, Map<String, String>> nodes = new HashMap<>();
  final List<MeshEndpoint> endpoints = new ArrayList<>();

  World() {
    mesh("default", false);
    mesh("blue", false);
    mesh("exclusive", true);
    node("node-a", "z1");
    node("node-b", "z2");
  }

  void mesh(String name, boolean exclusive) {
    meshes.put(name, new MeshView(name, exclusive, Set.of()));
  }

  private void node(String name, String zone) {
    nodes.put(
        name,
        Map.of(
            "topology.kubernetes.io/zone",
            zone,
            "topology.kubernetes.io/region",
            "eu",
            "kubernetes.io/hostname",
            name,
            "not/copied",
            "x"));
  }

  @Override
  public Optional<MeshView> mesh(String name) {
    return Optional.ofNullable(meshes.get(name));
  }

  @Override
  public Optional<String> meshOfNamespace(String namespace) {
    return Optional.ofNullable(namespaceMeshes.get(namespace));
  }

  @Override
  public Collection<ServiceView> services(String namespace) {
    return services.stream().filter(s -> s.namespace().equals(namespace)).toList();
  }

  @Override
  public Optional<ServiceView> service(String namespace, String name) {
    return services(namespace).stream().filter(s -> s.name().equals(name)).findFirst();
  }

  @Override
  public Set<String> servicesTargeting(Identity pod) {
    return slices.stream()
        .filter(slice -> slice.namespace().equals(pod.namespace()))
        .filter(slice -> slice.podUids().contains(pod.uid()))
        .map(EndpointSliceView::service)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Override
  public Optional<List<OwnerView>> ownersOfReplicaSet(String namespace, String name) {
    return Optional.ofNullable(replicaSets.get(name));
  }

  @Override
  public Optional<List<OwnerView>> ownersOfJob(String namespace, String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  @Override
  public Optional<Map<String, String>> nodeLabels(String node) {
    return Optional.ofNullable(nodes.get(node));
  }

  @Override
  public Collection<MeshEndpoint> endpoints(String mesh) {
    return endpoints;
  }
}
