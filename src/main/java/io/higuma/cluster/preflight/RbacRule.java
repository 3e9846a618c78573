package io.higuma.cluster.preflight;

import io.higuma.cluster.controller.AuthoritySecret;
import java.util.ArrayList;
import java.util.List;

/**
 * A permission that Higuma needs in a cluster; the chart's roles grant it.
 *
 * @param group API group; empty for the core group
 * @param resource plural, with a subresource after a slash
 * @param scope where it applies
 * @param name name of the only object; empty for all
 * @param verbs the needed verbs
 */
record RbacRule(String group, String resource, Scope scope, String name, List<String> verbs) {
  private static final String KUMA = "kuma.io";
  private static final String WEBHOOKS = "admissionregistration.k8s.io";
  private static final String LEASES = "coordination.k8s.io";
  private static final String EVENTS = "events.k8s.io";

  /** Where a permission applies. */
  enum Scope {
    CLUSTER,
    /** The namespaces of workloads: all, or those of the chart's {@code namespaceAllowList}. */
    WORKLOADS,
    /** The system namespace. */
    SYSTEM
  }

  /** Copies the list. */
  RbacRule {
    verbs = List.copyOf(verbs);
  }

  /** All permissions needed for this target. */
  static List<RbacRule> of(Preflight.Target target) {
    List<RbacRule> rules = new ArrayList<>(reads());
    rules.addAll(writes());
    rules.addAll(own());
    if (target.createsMesh()) {
      rules.add(all(KUMA, "meshes", "create"));
    }
    if (target.ownAuthority()) {
      rules.add(own("", "secrets", "", "create"));
      rules.add(own("", "secrets", AuthoritySecret.NAME, "get", "patch"));
    }
    if (target.keepsBundles()) {
      rules.add(bundle("mutatingwebhookconfigurations", target.mutating()));
      rules.add(bundle("validatingwebhookconfigurations", target.validating()));
    }
    return rules;
  }

  private static List<RbacRule> reads() {
    return List.of(
        all("", "namespaces", "get", "list", "watch"),
        all("", "pods", "get", "list", "watch"),
        all("", "services", "list", "watch"),
        all("", "nodes", "list", "watch"),
        all("discovery.k8s.io", "endpointslices", "list", "watch"),
        all("apps", "replicasets", "get", "list", "watch"),
        all("batch", "jobs", "get", "list", "watch"),
        all("apps", "daemonsets", "get"),
        all("apps", "deployments", "get"),
        all("apps", "statefulsets", "get"),
        all("", "replicationcontrollers", "get"),
        all(KUMA, "meshes", "get", "list", "watch"),
        all(KUMA, "dataplanes", "get", "list", "watch"),
        // Policies of all kinds.
        all(KUMA, "*", "list", "watch"));
  }

  private static List<RbacRule> writes() {
    return List.of(
        work(KUMA, "dataplanes", "create", "update", "delete"),
        work(KUMA, "dataplaneinsights", "get", "create", "update"),
        work("", "pods/finalizers", "update"),
        work(EVENTS, "events", "create", "patch"),
        all("authentication.k8s.io", "tokenreviews", "create"),
        all("authorization.k8s.io", "subjectaccessreviews", "create"));
  }

  private static List<RbacRule> own() {
    return List.of(
        own(KUMA, "containerpatches", "", "get", "list", "watch"),
        own(KUMA, "containerpatches/status", "", "patch"),
        own("", "configmaps", "", "get", "list", "watch", "create", "update"),
        own("", "events", "", "create"),
        own(LEASES, "leases", "", "create"),
        own(LEASES, "leases", "cp-leader-lease", "get", "update"));
  }

  private static RbacRule all(String group, String resource, String... verbs) {
    return new RbacRule(group, resource, Scope.CLUSTER, "", List.of(verbs));
  }

  private static RbacRule work(String group, String resource, String... verbs) {
    return new RbacRule(group, resource, Scope.WORKLOADS, "", List.of(verbs));
  }

  private static RbacRule own(String group, String resource, String name, String... verbs) {
    return new RbacRule(group, resource, Scope.SYSTEM, name, List.of(verbs));
  }

  private static RbacRule bundle(String resource, String name) {
    return new RbacRule(WEBHOOKS, resource, Scope.CLUSTER, name, List.of("list", "watch", "patch"));
  }
}
