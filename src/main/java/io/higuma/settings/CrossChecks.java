package io.higuma.settings;

import io.higuma.kuma.GoDuration;
import io.higuma.kuma.Quantity;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.List;

/** Checks constraints between settings. */
final class CrossChecks {
  private final List<Violation> violations = new ArrayList<>();

  private final List<Violation> known;

  private CrossChecks(List<Violation> known) {
    this.known = known;
  }

  /** Violations between settings, except in sections that have violations already. */
  static List<Violation> of(Settings settings, List<Violation> known) {
    CrossChecks checks = new CrossChecks(known);
    checks.certificates(settings);
    checks.kubernetes(settings.runtime().kubernetes());
    return checks.violations;
  }

  private void certificates(Settings settings) {
    General general = settings.general();
    bothOrNeither("general", general.tlsCertFile(), general.tlsKeyFile());
    versions("general", general.tlsMinVersion(), general.tlsMaxVersion());
    Settings.DpServer dpServer = settings.dpServer();
    bothOrNeither("dpServer", dpServer.tlsCertFile(), dpServer.tlsKeyFile());
    versions("dpServer", dpServer.tlsMinVersion(), dpServer.tlsMaxVersion());
    ApiServer.Https https = settings.apiServer().https();
    bothOrNeither("apiServer.https", https.tlsCertFile(), https.tlsKeyFile());
    versions("apiServer.https", https.tlsMinVersion(), https.tlsMaxVersion());
    Diagnostics diagnostics = settings.diagnostics();
    bothOrNeither("diagnostics", diagnostics.tlsCertFile(), diagnostics.tlsKeyFile());
    versions("diagnostics", diagnostics.tlsMinVersion(), diagnostics.tlsMaxVersion());
  }

  private void bothOrNeither(String section, String certFile, String keyFile) {
    if (certFile.isEmpty() != keyFile.isEmpty()) {
      String missing = certFile.isEmpty() ? ".tlsCertFile" : ".tlsKeyFile";
      add(
          section,
          missing,
          "value '' is not valid: expected a file, because the other one of "
              + section
              + ".tlsCertFile and "
              + section
              + ".tlsKeyFile is set");
    }
  }

  private void versions(String section, String min, String max) {
    if (!max.isEmpty() && min.compareTo(max) > 0) {
      add(
          section,
          ".tlsMaxVersion",
          "value '%s' is not valid: expected %s.tlsMinVersion, which is %s, or newer"
              .formatted(max, section, min));
    }
  }

  private void kubernetes(KubernetesRuntime kubernetes) {
    KubernetesRuntime.NodeTaintController taints = kubernetes.nodeTaintController();
    if (taints.enabled() && taints.cniApp().isEmpty()) {
      add(
          "runtime.kubernetes.nodeTaintController",
          ".cniApp",
          "value '' is not valid: expected the label app of the CNI Pods, because the controller"
              + " is enabled");
    }
    KubernetesRuntime.LeaderElection election = kubernetes.leaderElection();
    if (election.renewDeadline().compareTo(election.leaseDuration()) >= 0) {
      add(
          "runtime.kubernetes.leaderElection",
          ".renewDeadline",
          "value '%s' is not valid: expected less than leaseDuration, which is %s"
              .formatted(
                  GoDuration.format(election.renewDeadline()),
                  GoDuration.format(election.leaseDuration())));
    }
    Injector injector = kubernetes.injector();
    resources("sidecarContainer", injector.sidecarContainer().resources());
    resources("initContainer", injector.initContainer().resources());
    resources("validationContainer", injector.validationContainer().resources());
  }

  /** The Kubernetes API rejects a container that requests more than its limit. */
  private void resources(String container, Resources resources) {
    String section = "runtime.kubernetes.injector." + container + ".resources";
    atMost(section, ".requests.cpu", resources.requests().cpu(), resources.limits().cpu());
    Quantity memory = resources.requests().memory();
    atMost(section, ".requests.memory", memory, resources.limits().memory());
  }

  private void atMost(String section, String key, Quantity request, Quantity limit) {
    if (!limit.isZero() && request.compareTo(limit) > 0) {
      add(
          section,
          key,
          "value '%s' is not valid: expected at most the limit, which is %s"
              .formatted(request, limit));
    }
  }

  private void add(String section, String key, String message) {
    if (known.stream().noneMatch(violation -> violation.path().startsWith(section + "."))) {
      violations.add(new Violation(section + key, "bad_setting", message));
    }
  }
}
