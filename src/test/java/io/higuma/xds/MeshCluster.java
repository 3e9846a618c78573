package io.higuma.xds;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.LocalKubeApi;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A cluster with injected Pods in the namespace {@code demo}, as kubelets would report them: the
 * Service {@code web} (http) with a cluster IP, the Service {@code tcp} with a cluster IP, and the
 * headless Service {@code db}. Pods run as the account {@code client} or {@code server}.
 */
record MeshCluster(LocalKubeApi kube) {
  static final String NAMESPACE = "demo";

  /** The cluster IP of {@code web}. */
  static final String WEB_IP = "10.96.0.80";

  /** The cluster IP of {@code tcp}. */
  static final String TCP_IP = "10.96.0.90";

  static final int HTTP_PORT = 8080;
  static final int TCP_PORT = 5432;
  private static final String NODE = "node-1";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String OBJECTS =
      """
      {apiVersion: v1, kind: Node, metadata: {name: node-1}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: client, namespace: demo}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: server, namespace: demo}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: web, namespace: demo}, spec: {
        clusterIP: 10.96.0.80, selector: {app: web},
        ports: [{name: http, port: 80, targetPort: 8080, appProtocol: http}]}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: tcp, namespace: demo}, spec: {
        clusterIP: 10.96.0.90, selector: {app: web},
        ports: [{name: tcp, port: 5432, targetPort: 5432}]}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: db, namespace: demo}, spec: {
        clusterIP: None, selector: {app: db},
        ports: [{name: tcp, port: 5432, targetPort: 5432}]}}
      """;

  /** Installs Kuma's kinds, the Services and accounts; no Pods. */
  static MeshCluster install(LocalKubeApi kube) {
    ClusterSetup.install(kube);
    ClusterSetup.injectedNamespace(kube, NAMESPACE);
    ClusterSetup.create(kube, OBJECTS);
    return new MeshCluster(kube);
  }

  /** The same with two Pods {@code web}, one {@code db} and a client. */
  static MeshCluster installWithPods(LocalKubeApi kube) {
    MeshCluster cluster = install(kube);
    cluster.pod("client-a", "client", "client", "10.77.0.11");
    cluster.pod("client-b", "client", "client", "10.77.0.12");
    cluster.pod("web-1", "web", "server", "10.77.0.13");
    cluster.pod("web-2", "web", "server", "10.77.0.14");
    cluster.pod("db-0", "db", "server", "10.77.0.15");
    return cluster;
  }

  /** Creates a ready Pod. */
  void pod(String name, String app, String account, String address) {
    pod(name, app, account, List.of(address), "");
  }

  /** The same with several addresses, the primary one first, and direct access to services. */
  void pod(String name, String app, String account, List<String> addresses, String directAccess) {
    boolean ipv6 = addresses.stream().anyMatch(address -> address.contains(":"));
    String direct =
        directAccess.isEmpty() ? "" : "kuma.io/direct-access-services: \"" + directAccess + "\",";
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
          namespace: demo
          labels: {app: %s}
          annotations: {%s
            kuma.io/sidecar-injected: "true", kuma.io/transparent-proxying: enabled,
            kuma.io/transparent-proxying-inbound-port: "15006",
            kuma.io/transparent-proxying-outbound-port: "15001",
            kuma.io/transparent-proxying-ip-family-mode: %s, kuma.io/envoy-admin-port: "9901"}
        spec:
          serviceAccountName: %s
          automountServiceAccountToken: false
          nodeName: %s
          initContainers: [{name: kuma-sidecar, image: kuma-dp, restartPolicy: Always}]
          containers:
          - name: app
            image: app
            ports: [{containerPort: %d}, {containerPort: %d}]
            # As the injection rewrites a probe of port 8080, with virtual probes.
            readinessProbe: {httpGet: {path: /8080/ready, port: 9000}}
        """
            .formatted(
                name, app, direct, ipv6 ? "dualstack" : "ipv4", account, NODE, HTTP_PORT, TCP_PORT);
    ClusterSetup.create(kube, yaml);
    ready(name, addresses, true);
  }

  /** Reports the readiness of a Pod's application. */
  void ready(String name, String address, boolean ready) {
    ready(name, List.of(address), ready);
  }

  /** The same for a Pod with several addresses. */
  void ready(String name, List<String> addresses, boolean ready) {
    String all =
        addresses.stream()
            .map(address -> "{\"ip\":\"" + address + "\"}")
            .collect(Collectors.joining(","));
    String status =
        """
        {"status":{"phase":"Running","podIP":"%1$s","podIPs":[%4$s],
         "conditions":[{"type":"Ready","status":"%3$s"},{"type":"ContainersReady","status":"%3$s"}],
         "initContainerStatuses":[{"name":"kuma-sidecar","image":"x","imageID":"x","ready":true,
          "started":true,"restartCount":0,"state":{"running":{}}}],
         "containerStatuses":[{"name":"app","image":"x","imageID":"x","ready":%2$s,
          "started":true,"restartCount":0,"state":{"running":{}}}]}}
        """
            .formatted(addresses.getFirst(), ready, ready ? "True" : "False", all);
    pods(name).subresource("status").patch(MERGE, status);
  }

  /** Deletes a Pod with a grace period, which never ends: there is no kubelet. */
  void terminate(String name) {
    pods(name).withGracePeriod(300).delete();
  }

  /** Deletes a Pod at once, and its Dataplane, as the garbage collector does. */
  void kill(String name) {
    pods(name).withGracePeriod(0).delete();
    kube.kubectl("delete", "dataplane", name, "-n" + NAMESPACE).succeeded();
  }

  /** Stores addresses of services as Kuma does. */
  void allocate(Map<String, String> addresses) {
    String entries =
        addresses.entrySet().stream()
            .map(
                entry ->
                    """
                    "0:%1$s": {"address": "%2$s", "outbounds": [
                     {"Port": 80, "TagSet": {"kuma.io/service": "%1$s"}, "Origin": "service"}]}
                    """
                        .formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(","));
    var stored =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("kuma-default-dns-vips")
            .withNamespace(ControlPlane.SYSTEM)
            .endMetadata()
            .addToData("config", "{" + entries + "}")
            .build();
    client().resource(stored).create();
  }

  /** A token of this account that is bound to this Pod. */
  String token(String pod, String account) {
    Pod found = pods(pod).require();
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(3600L)
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod)
            .withUid(found.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build();
    return client()
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName(account)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  private PodResource pods(String name) {
    return client().pods().inNamespace(NAMESPACE).withName(name);
  }

  KubernetesClient client() {
    return kube.client();
  }
}
