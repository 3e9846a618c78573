package io.higuma.cluster.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.cluster.client.ApiPath;
import io.higuma.dataplane.CachedPod;
import io.higuma.dataplane.CachedPod.OwnerView;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.EndpointSliceView;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.PodTrimmer;
import io.higuma.dataplane.ProxyNetworking;
import io.higuma.dataplane.ServiceTrimmer;
import io.higuma.dataplane.ServiceView;
import io.higuma.dataplane.SharedStrings;
import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Definitions of the watched kinds: path, fields that are read, stored form. */
public final class WatchedKinds {
  private static final String OWNERS =
      "metadata(name,namespace,resourceVersion,"
          + "ownerReferences(apiVersion,kind,name,controller))";

  static final String DATAPLANE_FIELDS =
      "mesh,spec,metadata(name,namespace,resourceVersion,labels,annotations,finalizers,"
          + "ownerReferences)";

  private WatchedKinds() {}

  static ResourceKind<CachedNamespace> namespaces() {
    return ResourceKind.ofMetadata(
        "Namespaces",
        ApiPath.core().resource("namespaces"),
        "metadata(name,resourceVersion,deletionTimestamp,labels,annotations)",
        object -> {
          JsonNode metadata = object.path("metadata");
          return Optional.of(
              new CachedNamespace(
                  new NamespaceView(
                      Map.copyOf(PodTrimmer.map(metadata.path("labels"))),
                      Map.copyOf(PodTrimmer.map(metadata.path("annotations")))),
                  metadata.hasNonNull("deletionTimestamp")));
        });
  }

  static ResourceKind<MeshView> meshes() {
    return ResourceKind.of(
        "Meshes",
        ApiPath.kuma().resource("meshes"),
        MeshView.FIELDS,
        object -> Optional.of(MeshView.of(object)));
  }

  static ResourceKind<NamedPatch> containerPatches(String namespace) {
    return ResourceKind.of(
        "ContainerPatches",
        ApiPath.kuma().namespace(namespace).resource("containerpatches"),
        "metadata(name,namespace,resourceVersion,annotations),spec",
        object -> Optional.of(NamedPatch.of(object)));
  }

  static ResourceKind<SystemConfigMap> systemConfigMaps(String namespace) {
    return ResourceKind.of(
        "ConfigMaps",
        ApiPath.core().namespace(namespace).resource("configmaps"),
        "metadata(name,namespace,resourceVersion),data("
            + SystemConfigMap.REDIRECT_KEY
            + ","
            + SystemConfigMap.VIPS_KEY
            + ")",
        object -> Optional.of(SystemConfigMap.of(object)));
  }

  static ResourceKind<ServiceView> services() {
    return ResourceKind.of(
        "Services",
        ApiPath.core().resource("services"),
        ServiceTrimmer.SERVICE_FIELDS,
        object -> Optional.of(ServiceTrimmer.service(object)));
  }

  static ResourceKind<EndpointSliceView> endpointSlices() {
    return ResourceKind.of(
        "EndpointSlices",
        ApiPath.group("discovery.k8s.io", "v1").resource("endpointslices"),
        ServiceTrimmer.SLICE_FIELDS,
        object -> Optional.of(ServiceTrimmer.slice(object)));
  }

  static ResourceKind<CachedPod> pods() {
    PodTrimmer views = new PodTrimmer();
    return ResourceKind.of(
        "Pods",
        ApiPath.core().resource("pods"),
        PodTrimmer.POD_FIELDS,
        object -> PodTrimmer.concerns(object) ? Optional.of(views.pod(object)) : Optional.empty());
  }

  /** Stores only the copied labels, so that a Node's heartbeat changes nothing. */
  static ResourceKind<Map<String, String>> nodes(Supplier<Set<String>> copied) {
    return ResourceKind.ofMetadata(
        "Nodes",
        ApiPath.core().resource("nodes"),
        "metadata(name,resourceVersion,labels)",
        object -> {
          Map<String, String> labels = PodTrimmer.map(object.path("metadata").path("labels"));
          labels.keySet().retainAll(copied.get());
          return Optional.of(Map.copyOf(labels));
        });
  }

  static ResourceKind<List<OwnerView>> replicaSets() {
    return ResourceKind.ofMetadata(
        "ReplicaSets",
        ApiPath.group("apps", "v1").resource("replicasets"),
        OWNERS,
        object -> Optional.of(PodTrimmer.owners(object)));
  }

  static ResourceKind<List<OwnerView>> jobs() {
    return ResourceKind.ofMetadata(
        "Jobs",
        ApiPath.group("batch", "v1").resource("jobs"),
        OWNERS,
        object -> Optional.of(PodTrimmer.owners(object)));
  }

  static ResourceKind<CachedDataplane> dataplanes() {
    return ResourceKind.of(
        "Dataplanes",
        ApiPath.kuma().resource("dataplanes"),
        DATAPLANE_FIELDS,
        object -> Optional.of(dataplane(object)));
  }

  public static CachedDataplane dataplane(JsonNode object) {
    String mesh = object.path("mesh").asText("");
    return new CachedDataplane(
        object.path("metadata").path("resourceVersion").asText(""),
        mesh.isEmpty() ? MeshName.DEFAULT : SharedStrings.of(mesh),
        DataplaneDigest.ofStored(object),
        DataplaneDigest.hasForeignParts(object),
        false,
        ProxyNetworking.of(object));
  }
}
