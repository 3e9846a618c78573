package io.higuma.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.higuma.dataplane.DataplaneDigest;
import io.higuma.dataplane.EndpointSliceView;
import io.higuma.dataplane.JsonServiceViews;
import io.higuma.dataplane.JsonViews;
import io.higuma.dataplane.MeshEndpoint;
import io.higuma.dataplane.MeshName;
import io.higuma.dataplane.MeshView;
import io.higuma.dataplane.PodView;
import io.higuma.dataplane.PodView.OwnerView;
import io.higuma.dataplane.ServiceView;
import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.patch.NamedPatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kinds that are watched: where they are, what is read of them, what is kept. */
final class Kinds {
  private static final String OWNERS =
      "metadata(name,namespace,resourceVersion,ownerReferences(kind,name,controller))";
  private static final String REDIRECT_KEY = "config.yaml";

  static final String DATAPLANE_FIELDS =
      "mesh,spec,metadata(name,namespace,resourceVersion,labels,annotations,finalizers,"
          + "ownerReferences)";

  private Kinds() {}

  static Kind<NamespaceFacts> namespaces() {
    return Kind.ofMetadata(
        "Namespaces",
        ApiPath.core().resource("namespaces"),
        "metadata(name,resourceVersion,deletionTimestamp,labels,annotations)",
        object -> {
          JsonNode metadata = object.path("metadata");
          return Optional.of(
              new NamespaceFacts(
                  new NamespaceView(
                      Map.copyOf(JsonViews.map(metadata.path("labels"))),
                      Map.copyOf(JsonViews.map(metadata.path("annotations")))),
                  metadata.hasNonNull("deletionTimestamp")));
        });
  }

  static Kind<MeshView> meshes() {
    return Kind.of(
        "Meshes",
        ApiPath.kuma().resource("meshes"),
        "metadata(name,resourceVersion),spec(meshServices(mode))",
        object ->
            Optional.of(
                new MeshView(
                    Key.of(object).name(),
                    object
                        .path("spec")
                        .path("meshServices")
                        .path("mode")
                        .asText("")
                        .equals("Exclusive"))));
  }

  static Kind<NamedPatch> containerPatches(String namespace) {
    return Kind.of(
        "ContainerPatches",
        ApiPath.kuma().namespace(namespace).resource("containerpatches"),
        "metadata(name,namespace,resourceVersion,annotations),spec",
        object -> Optional.of(NamedPatch.of(object)));
  }

  static Kind<Optional<String>> redirectConfigs(String namespace) {
    return Kind.of(
        "ConfigMaps",
        ApiPath.core().namespace(namespace).resource("configmaps"),
        "metadata(name,namespace,resourceVersion),data(" + REDIRECT_KEY + ")",
        object ->
            Optional.of(
                Optional.ofNullable(object.path("data").get(REDIRECT_KEY)).map(JsonNode::asText)));
  }

  static Kind<ServiceView> services() {
    return Kind.of(
        "Services",
        ApiPath.core().resource("services"),
        JsonServiceViews.SERVICE_FIELDS,
        object -> Optional.of(JsonServiceViews.service(object)));
  }

  static Kind<EndpointSliceView> endpointSlices() {
    return Kind.of(
        "EndpointSlices",
        ApiPath.group("discovery.k8s.io", "v1").resource("endpointslices"),
        JsonServiceViews.SLICE_FIELDS,
        object -> Optional.of(JsonServiceViews.slice(object)));
  }

  static Kind<PodView> pods() {
    JsonViews views = new JsonViews();
    return Kind.of(
        "Pods",
        ApiPath.core().resource("pods"),
        JsonViews.POD_FIELDS,
        object -> JsonViews.concerns(object) ? Optional.of(views.pod(object)) : Optional.empty());
  }

  /** Only labels that are copied are kept, so that a Node's heartbeat changes nothing. */
  static Kind<Map<String, String>> nodes(Set<String> copied) {
    return Kind.ofMetadata(
        "Nodes",
        ApiPath.core().resource("nodes"),
        "metadata(name,resourceVersion,labels)",
        object -> {
          Map<String, String> labels = JsonViews.map(object.path("metadata").path("labels"));
          labels.keySet().retainAll(copied);
          return Optional.of(Map.copyOf(labels));
        });
  }

  static Kind<List<OwnerView>> replicaSets() {
    return Kind.ofMetadata(
        "ReplicaSets",
        ApiPath.group("apps", "v1").resource("replicasets"),
        OWNERS,
        object -> Optional.of(JsonViews.owners(object)));
  }

  static Kind<List<OwnerView>> jobs() {
    return Kind.ofMetadata(
        "Jobs",
        ApiPath.group("batch", "v1").resource("jobs"),
        OWNERS,
        object -> Optional.of(JsonViews.owners(object)));
  }

  static Kind<StoredDataplane> dataplanes(boolean withEndpoints) {
    return Kind.of(
        "Dataplanes",
        ApiPath.kuma().resource("dataplanes"),
        DATAPLANE_FIELDS,
        object -> Optional.of(dataplane(object, withEndpoints)));
  }

  static StoredDataplane dataplane(JsonNode object, boolean withEndpoints) {
    String mesh = object.path("mesh").asText("");
    return new StoredDataplane(
        object.path("metadata").path("resourceVersion").asText(""),
        mesh.isEmpty() ? MeshName.DEFAULT : mesh.intern(),
        DataplaneDigest.ofStored(object),
        DataplaneDigest.hasForeignParts(object),
        false,
        withEndpoints ? MeshEndpoint.of(object.path("spec")) : List.of());
  }
}
