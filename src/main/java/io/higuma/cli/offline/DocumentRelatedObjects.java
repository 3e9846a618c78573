package io.higuma.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.CachedPod.Identity;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.dataplane.MeshEndpoint;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.RelatedObjects;
import io.higuma.dataplane.ServiceTrimmer;
import io.higuma.dataplane.ServiceView;
import io.higuma.inject.workload.DocumentKinds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Related objects from documents. The documents may show only a part of the cluster; defaults for
 * the rest: the Mesh that the control plane creates exists, Nodes have no labels, and ReplicaSets
 * belong to the Deployment of their name.
 */
public final class DocumentRelatedObjects implements RelatedObjects {
  private final String defaultNamespace;
  private final Map<String, MeshView> meshes = new HashMap<>();
  private final Map<String, String> namespaces = new HashMap<>();
  private final Map<String, List<ServiceView>> services = new HashMap<>();
  private final DocumentSlices slices = new DocumentSlices();
  private final Map<String, List<OwnerView>> owners = new HashMap<>();
  private final Map<String, Map<String, String>> nodes = new HashMap<>();
  private final Map<String, List<MeshEndpoint>> endpoints = new HashMap<>();

  /**
   * Reads them from documents.
   *
   * @param defaultNamespace of objects without a namespace
   * @param defaultMesh whether the Mesh {@code default} exists even if no document has it
   */
  public DocumentRelatedObjects(
      Iterable<JsonNode> documents, String defaultNamespace, boolean defaultMesh) {
    this.defaultNamespace = defaultNamespace;
    if (defaultMesh) {
      meshes.put(MeshName.DEFAULT, MeshView.plain(MeshName.DEFAULT));
    }
    for (JsonNode document : documents) {
      DocumentKinds.objects(document).forEach(object -> add(object.json()));
    }
  }

  private void add(JsonNode object) {
    var metadata = object.path("metadata");
    var name = metadata.path("name").asText();
    var namespace = NamespacedObjects.namespace(object, defaultNamespace);
    switch (DocumentKinds.qualified(object)) {
      case "Mesh.kuma.io" -> meshes.put(name, MeshView.of(object));
      case "Namespace" ->
          MeshName.ofNamespace(
                  DocumentSurroundings.texts(metadata.path("labels")),
                  DocumentSurroundings.texts(metadata.path("annotations")))
              .ifPresent(mesh -> namespaces.put(name, mesh));
      case "Service" ->
          services
              .computeIfAbsent(namespace, _ -> new ArrayList<>())
              .add(ServiceTrimmer.service(NamespacedObjects.in(namespace, object)));
      case "EndpointSlice.discovery.k8s.io" -> slices.add(NamespacedObjects.in(namespace, object));
      case "ReplicaSet.apps", "Job.batch" ->
          owners.put(key(object.path("kind").asText(), namespace, name), PodTrimmer.owners(object));
      case "Node" -> nodes.put(name, DocumentSurroundings.texts(metadata.path("labels")));
      case "Dataplane.kuma.io" ->
          endpoints
              .computeIfAbsent(object.path("mesh").asText(MeshName.DEFAULT), _ -> new ArrayList<>())
              .addAll(ProxyNetworking.of(object).endpoints());
      default -> {}
    }
  }

  private static String key(String kind, String namespace, String name) {
    return kind + " " + namespace + "/" + name;
  }

  @Override
  public Optional<MeshView> mesh(String name) {
    return Optional.ofNullable(meshes.get(name));
  }

  @Override
  public Optional<String> meshOfNamespace(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  @Override
  public Collection<ServiceView> services(String namespace) {
    return services.getOrDefault(namespace, List.of());
  }

  @Override
  public Optional<ServiceView> service(String namespace, String name) {
    return services(namespace).stream().filter(service -> service.name().equals(name)).findFirst();
  }

  @Override
  public Set<String> servicesTargeting(Identity pod) {
    return slices.servicesTargeting(pod);
  }

  /** Fallback: the name without the hash that the Deployment adds. */
  @Override
  public Optional<List<OwnerView>> ownersOfReplicaSet(String namespace, String name) {
    int hash = name.lastIndexOf('-');
    var fallback =
        hash > 0
            ? List.of(new OwnerView("Deployment.apps", name.substring(0, hash), true))
            : List.<OwnerView>of();
    return Optional.of(owners.getOrDefault(key("ReplicaSet", namespace, name), fallback));
  }

  @Override
  public Optional<List<OwnerView>> ownersOfJob(String namespace, String name) {
    return Optional.of(owners.getOrDefault(key("Job", namespace, name), List.of()));
  }

  @Override
  public Optional<Map<String, String>> nodeLabels(String node) {
    return Optional.of(nodes.getOrDefault(node, Map.of()));
  }

  @Override
  public Collection<MeshEndpoint> endpoints(String mesh) {
    return endpoints.getOrDefault(mesh, List.of());
  }
}
