package io.higuma.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.higuma.cluster.controller.AuthoritySecret;
import io.higuma.cluster.controller.RareCalls;
import io.higuma.testing.AuditLog;
import io.higuma.testing.ClusterSetup;
import io.higuma.testing.CommandResult;
import io.higuma.testing.ControlPlane;
import io.higuma.testing.KubeUser;
import io.higuma.testing.LocalKubeApi;
import io.higuma.tls.Lifetimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * Exercises everything that a control plane does, under its own ServiceAccount and with the
 * webhooks of the chart. Ends early if the API server forbids a request.
 */
final class AuditedRun {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Lifetimes LIFETIMES =
      new Lifetimes(Duration.ofDays(9), Duration.ofDays(6), Duration.ZERO, Duration.ofMillis(100));
  private static final String SYSTEM = ControlPlane.SYSTEM;
  private static final String MUTATING =
      "mutatingwebhookconfiguration/kuma-admission-mutating-webhook-configuration";
  private static final String VALIDATING =
      "validatingwebhookconfiguration/kuma-validating-webhook-configuration";
  private static final String VIRTUAL_IPS = "configmap/kuma-default-dns-vips";
  private final LocalKubeApi kube;
  private final String namespace;
  private AuditLog audit;

  private AuditedRun(LocalKubeApi kube, String namespace) {
    this.kube = kube;
    this.namespace = namespace;
  }

  /** The API server has forbidden a request. */
  private static final class RequestForbidden extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Runs, and returns the audited requests.
   *
   * @param namespace a new one
   */
  static AuditLog of(LocalKubeApi kube, String namespace) {
    var run = new AuditedRun(kube, namespace);
    run.prepare();
    try (var controlPlane = ControlPlane.startAs(kube, KubeUser.CONTROL_PLANE, settings())) {
      ClusterSetup.register(kube, controlPlane.webhookPort(), "");
      run.exercise(controlPlane.awaitOpen());
    } catch (RequestForbidden e) {
      // The audit log has the request.
    }
    return run.audit;
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(ControlPlane.lifetimes(LIFETIMES));
    settings.put("KUMA_DEFAULTS_SKIP_MESH_CREATION", "false");
    return settings;
  }

  /** Deletes objects of earlier runs. */
  private void prepare() {
    kubectl(
        "delete",
        "--ignore-not-found",
        MUTATING,
        VALIDATING,
        "lease/cp-leader-lease",
        "secret/higuma-ca",
        "configmap/higuma-config",
        VIRTUAL_IPS,
        "containerpatch/life",
        "mesh/default");
    apply(ClusterSetup.text("src/test/resources/rbac/life.yaml").replace("NAMESPACE", namespace));
    audit = AuditLog.from(kube);
  }

  private void exercise(ControlPlane controlPlane) {
    until("ready", () -> controlPlane.missing().isEmpty());
    until("trusted", () -> bundles() == 7);
    kubectl("annotate", "secret", "higuma-ca", AuthoritySecret.RENEW + "=now");
    until("new CA", () -> !shown("secret/higuma-ca", SYSTEM).contains(AuthoritySecret.RENEW));
    until("default mesh", () -> kube.kubectl("get", "mesh", "default").exitCode() == 0);
    until(
        "injected", () -> create("life", "kuma.io/container-patches", "life", "").exitCode() == 0);
    writesADataplane();
    writesEventsForRefusals();
    until("status of patch", () -> shown("containerpatch/life", SYSTEM).contains("conditions:"));
    until("event", () -> shown("events", namespace).contains("CreatedKumaDataplane"));
    var user = KubeUser.OPERATOR;
    try (KubernetesClient client = kube.clientAs(KubeUser.CONTROL_PLANE)) {
      new RareCalls(kube.client(), client, SYSTEM).make(namespace, user.token());
    }
    until("calls are recorded", () -> true);
  }

  private void writesADataplane() {
    status("{\"phase\": \"Running\", \"podIP\": \"10.0.0.1\"}");
    until("Dataplane", () -> !shown("dataplane/life", namespace).isEmpty());
    until(
        "virtual IPs", () -> shown(VIRTUAL_IPS, SYSTEM).contains("life_" + namespace + "_svc_80"));
    connectASidecar();
    kubectl("annotate", "dataplane", "life", "-n" + namespace, "example.com/note=mine");
    kubectl("label", "pod", "life", "-n" + namespace, "version=two");
    until("change", () -> shown("dataplane/life", namespace).contains("version: two"));
    status("{\"phase\": \"Succeeded\"}");
    until("end", () -> shown("dataplane/life", namespace).isEmpty());
  }

  private void connectASidecar() {
    try (KubernetesClient client = kube.clientAs(KubeUser.CONTROL_PLANE)) {
      new RareCalls(kube.client(), client, SYSTEM).connectSidecar(namespace);
    }
    until("insight", () -> !shown("dataplaneinsight/life", namespace).isEmpty());
  }

  private void writesEventsForRefusals() {
    for (var owner : List.of("apps/v1 ReplicaSet Deployment", "batch/v1 Job CronJob")) {
      var words = owner.split(" ", 3);
      var reference =
          ", ownerReferences: [{apiVersion: %s, kind: %s, name: life, uid: u, controller: true}]"
              .formatted(words[0], words[1]);
      create("refused", "traffic.kuma.io/exclude-inbound-ports", "none", reference);
      until(owner, () -> shown("events", namespace).contains("kind: " + words[2]));
    }
  }

  private long bundles() {
    return (kubectl("get", MUTATING, "-oyaml") + kubectl("get", VALIDATING, "-oyaml"))
        .lines()
        .filter(line -> line.contains("caBundle: "))
        .count();
  }

  private CommandResult create(String name, String annotation, String value, String more) {
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: life}, annotations: {%s: %s}%s}
        spec: {containers: [{name: app, image: app}]}
        """
            .formatted(name, annotation, value, more);
    return kube.kubectlWith(pod, "create", "-n" + namespace, "-f", "-");
  }

  private void status(String status) {
    kubectl(
        "patch",
        "pod",
        "life",
        "-n" + namespace,
        "--subresource=status",
        "--type=merge",
        "-p={\"status\": " + status + "}");
  }

  private void until(String what, Callable<Boolean> kept) {
    Awaitility.await(what).atMost(TIMEOUT).until(() -> isRefused() || kept.call());
    if (isRefused()) {
      throw new RequestForbidden();
    }
  }

  private boolean isRefused() {
    return !audit.refused().isEmpty();
  }

  private String shown(String what, String where) {
    return kube.kubectl("get", what, "-n" + where, "-oyaml", "--ignore-not-found").out();
  }

  private String kubectl(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    if (!String.join(" ", all).contains(" -n")) {
      all.add("-n" + SYSTEM);
    }
    return kube.kubectl(all.toArray(String[]::new)).succeeded().out();
  }

  private void apply(String yaml) {
    kube.kubectlWith(yaml, "apply", "-f", "-").succeeded();
  }
}
