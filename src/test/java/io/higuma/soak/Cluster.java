package io.higuma.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.cluster.controller.BenchCluster;
import io.higuma.cluster.controller.Rest;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of the run: namespaces whose Pods are injected, each with Services that stay, and
 * Pods whose sidecars have streams.
 */
record Cluster(LocalKubeApi kube, Rest rest, int streams) {
  static final int NAMESPACES = 4;
  static final int APPS = 5;
  static final int PORT = 8080;
  private static final String NODE = "node";
  private static final String ACCOUNT = "default";

  /** Installs everything that stays. */
  static Cluster install(LocalKubeApi kube, int streams) {
    ClusterSetup.install(kube);
    // Deletes Dataplanes with their Pods.
    kube.startControllers("garbage-collector-controller");
    var cluster = new Cluster(kube, Rest.of(kube.client()), streams);
    var _ = cluster.rest.post("/api/v1/nodes", named("Node", NODE));
    for (int i = 0; i < NAMESPACES; i++) {
      ClusterSetup.injectedNamespace(kube, namespace(i));
      var _ =
          cluster.rest.post(in(namespace(i), "serviceaccounts"), named("ServiceAccount", ACCOUNT));
      for (int app = 0; app < APPS; app++) {
        var _ = cluster.rest.post(in(namespace(i), "services"), service(app(app), app, 80));
      }
    }
    return cluster;
  }

  /** The namespace of a number. */
  static String namespace(long i) {
    return "soak-" + Math.floorMod(i, NAMESPACES);
  }

  /** The label of Pods, and the name of the Service that stays. */
  static String app(long i) {
    return "app-" + Math.floorMod(i, APPS);
  }

  /** The path of a collection. */
  static String in(String namespace, String plural) {
    return "/api/v1/namespaces/" + namespace + "/" + plural;
  }

  /** The path of ContainerPatches. */
  static String patches() {
    return "/apis/kuma.io/v1alpha1/namespaces/" + ControlPlane.SYSTEM + "/containerpatches";
  }

  /** A Service of the Pods with a label. */
  static ObjectNode service(String name, long app, int port) {
    return (ObjectNode)
        Rest.json(
            """
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"%s"},"spec":{
             "selector":{"app":"%s"},
             "ports":[{"name":"http","port":%d,"targetPort":%d,"appProtocol":"http"}]}}
            """
                .formatted(name, app(app), port, PORT));
  }

  /** A ContainerPatch that sets the user of the sidecar. */
  static JsonNode patch(String name, int user) {
    return Rest.json(
        """
        {"apiVersion":"kuma.io/v1alpha1","kind":"ContainerPatch","mesh":"default",
         "metadata":{"name":"%s"},
         "spec":{"sidecarPatch":[
          {"op":"add","path":"/securityContext/runAsGroup","value":"%d"}]}}
        """
            .formatted(name, user));
  }

  /** Creates the Pods of streams, through the webhook; their label is of no Service. */
  void createStreaming() {
    BenchCluster.together(
        streams,
        i -> {
          var pods = in(namespace(i), "pods");
          var _ = rest.post(pods, pod(streaming(i), "\"app\":\"streaming\"", ""));
          var address = "12.0.0." + (i + 1);
          var _ = rest.patch(pods + "/" + streaming(i) + "/status", status(address, true));
        });
  }

  private static String streaming(int i) {
    return "streaming-" + i;
  }

  /** The name of the Dataplane of a stream, with its namespace. */
  static String proxy(int i) {
    return streaming(i) + "." + namespace(i);
  }

  /** A new token of the Pod of a stream. */
  String token(int i) {
    var pod = rest.get(in(namespace(i), "pods") + "/" + streaming(i)).orElseThrow();
    var request =
        """
        {"spec":{"expirationSeconds":86400,
         "boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"%s","uid":"%s"}}}
        """
            .formatted(streaming(i), pod.at("/metadata/uid").asText());
    return rest.post(
            in(namespace(i), "serviceaccounts") + "/" + ACCOUNT + "/token", Rest.json(request))
        .at("/status/token")
        .asText();
  }

  /** A Pod with one container. */
  static JsonNode pod(String name, String labels, String annotations) {
    return Rest.json(
        """
        {"apiVersion":"v1","kind":"Pod",
         "metadata":{"name":"%s","labels":{%s},"annotations":{%s}},
         "spec":{"nodeName":"%s","serviceAccountName":"%s","automountServiceAccountToken":false,
          "containers":[{"name":"app","image":"app:1","ports":[{"containerPort":%d}]}]}}
        """
            .formatted(name, labels, annotations, NODE, ACCOUNT, PORT));
  }

  /** The status of a Pod, as a kubelet reports it. */
  static JsonNode status(String address, boolean ready) {
    return Rest.json(
        """
        {"status":{"phase":"Running","podIP":"%1$s","podIPs":[{"ip":"%1$s"}],
         "conditions":[{"type":"Ready","status":"%3$s"}],
         "initContainerStatuses":[{"name":"kuma-sidecar","image":"x","imageID":"x","ready":true,
          "started":true,"restartCount":0,"state":{"running":{}}}],
         "containerStatuses":[{"name":"app","image":"x","imageID":"x","ready":%2$s,
          "started":true,"restartCount":0,"state":{"running":{}}}]}}
        """
            .formatted(address, ready, ready ? "True" : "False"));
  }

  private static JsonNode named(String kind, String name) {
    return Rest.json(
        "{\"apiVersion\":\"v1\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(kind, name));
  }

  /** All objects of a kind, as documents. */
  List<JsonNode> documents(String path, String version, String kind) {
    List<JsonNode> documents = new ArrayList<>();
    for (JsonNode item : rest.get(path).orElseThrow().path("items")) {
      // Items of a list have no kind.
      documents.add(((ObjectNode) item).put("apiVersion", version).put("kind", kind));
    }
    return documents;
  }
}
