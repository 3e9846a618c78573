package io.higuma.sandbox.memory;

import io.higuma.cluster.client.ApiPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A built-in kind of the API.
 *
 * @param group the API group; empty for the core group
 * @param namespaced whether its objects are namespaced
 * @param shortName kubectl's short name; empty for none
 */
public record KnownKind(
    String group,
    String version,
    String kind,
    String plural,
    boolean namespaced,
    String shortName) {

  private static final String KUMA = "kuma.io";
  private static final String HOOKS = "admissionregistration.k8s.io";

  /** All built-in kinds. */
  public static final List<KnownKind> ALL =
      List.of(
          new KnownKind("", "v1", "Namespace", "namespaces", false, "ns"),
          new KnownKind("", "v1", "Node", "nodes", false, "no"),
          new KnownKind("", "v1", "Pod", "pods", true, "po"),
          new KnownKind("", "v1", "Service", "services", true, "svc"),
          new KnownKind("", "v1", "ConfigMap", "configmaps", true, "cm"),
          new KnownKind("", "v1", "Secret", "secrets", true, ""),
          new KnownKind("", "v1", "ServiceAccount", "serviceaccounts", true, "sa"),
          new KnownKind("", "v1", "Event", "events", true, "ev"),
          new KnownKind("apps", "v1", "Deployment", "deployments", true, "deploy"),
          new KnownKind("apps", "v1", "ReplicaSet", "replicasets", true, "rs"),
          new KnownKind("batch", "v1", "Job", "jobs", true, ""),
          new KnownKind("events.k8s.io", "v1", "Event", "events", true, ""),
          new KnownKind("coordination.k8s.io", "v1", "Lease", "leases", true, ""),
          new KnownKind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, ""),
          new KnownKind(
              "apiextensions.k8s.io",
              "v1",
              "CustomResourceDefinition",
              "customresourcedefinitions",
              false,
              "crd"),
          new KnownKind(
              HOOKS,
              "v1",
              "MutatingWebhookConfiguration",
              "mutatingwebhookconfigurations",
              false,
              ""),
          new KnownKind(
              HOOKS,
              "v1",
              "ValidatingWebhookConfiguration",
              "validatingwebhookconfigurations",
              false,
              ""));

  /** The kinds of the chart's CRDs. */
  private static final List<KnownKind> KUMAS =
      List.of(
          new KnownKind(KUMA, "v1alpha1", "Mesh", "meshes", false, ""),
          new KnownKind(KUMA, "v1alpha1", "Dataplane", "dataplanes", true, ""),
          new KnownKind(KUMA, "v1alpha1", "DataplaneInsight", "dataplaneinsights", true, ""),
          new KnownKind(KUMA, "v1alpha1", "ContainerPatch", "containerpatches", true, ""));

  /** Finds a kind; empty if it is not known. */
  public static Optional<KnownKind> of(String apiVersion, String kind) {
    return Stream.concat(ALL.stream(), KUMAS.stream())
        .filter(one -> one.apiVersion().equals(apiVersion) && one.kind().equals(kind))
        .findFirst();
  }

  /** The {@code apiVersion} in manifests. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The list path in a namespace, which is ignored for cluster-scoped kinds. */
  public ApiPath path(String namespace) {
    var all = group.isEmpty() ? ApiPath.core() : ApiPath.group(group, version);
    return (namespaced ? all.namespace(namespace) : all).resource(plural);
  }
}
