package io.higuma.settings;

import io.higuma.kuma.GoDuration;
import io.higuma.kuma.Quantity;
import io.higuma.kuma.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks constraints between settings. */
final class CrossChecks {
  /** The port of a listener that gets any free one. */
  private static final int ANY_PORT = 0;

  /** A setting that is the port of a listener. */
  private record Listener(String section, String key, int port) {
    String path() {
      return section + key;
    }

    boolean hasDefaultPort() {
      return Catalogue.byPath(path())
          .filter(leaf -> leaf.defaultText().equals(Integer.toString(port)))
          .isPresent();
    }
  }

  private final List<Violation> violations = new ArrayList<>();

  private final List<Violation> known;

  private CrossChecks(List<Violation> known) {
    this.known = known;
  }

  /** Violations between settings, except in sections that have violations already. */
  static List<Violation> of(Settings settings, List<Violation> known) {
    CrossChecks checks = new CrossChecks(known);
    checks.certificates(settings);
    checks.ports(settings);
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
    clients(https);
    Diagnostics diagnostics = settings.diagnostics();
    bothOrNeither("diagnostics", diagnostics.tlsCertFile(), diagnostics.tlsKeyFile());
    versions("diagnostics", diagnostics.tlsMinVersion(), diagnostics.tlsMaxVersion());
  }

  /** Without authorities of its own the port would accept the certificates of public ones. */
  private void clients(ApiServer.Https https) {
    if (https.enabled() && https.requireClientCert() && https.tlsCaFile().isEmpty()) {
      add(
          "apiServer.https",
          ".tlsCaFile",
          "value '' is not valid: expected a file, because apiServer.https.requireClientCert is"
              + " on");
    }
  }

  /** Of two listeners with the same port, the one whose port is not the default is reported. */
  private void ports(Settings settings) {
    List<Listener> listeners = new ArrayList<>();
    listeners.add(
        new Listener(
            "runtime.kubernetes.admissionServer",
            ".port",
            settings.runtime().kubernetes().admissionServer().port()));
    listeners.add(new Listener("diagnostics", ".serverPort", settings.diagnostics().serverPort()));
    ApiServer api = settings.apiServer();
    if (api.http().enabled()) {
      listeners.add(new Listener("apiServer.http", ".port", api.http().port()));
    }
    if (api.https().enabled()) {
      listeners.add(new Listener("apiServer.https", ".port", api.https().port()));
    }
    listeners.add(new Listener("dpServer", ".port", settings.dpServer().port()));
    listeners.removeIf(listener -> listener.port() == ANY_PORT);
    listeners.sort(Comparator.comparing(listener -> !listener.hasDefaultPort()));
    Map<Integer, String> taken = new HashMap<>();
    for (Listener listener : listeners) {
      String other = taken.putIfAbsent(listener.port(), listener.path());
      if (other != null) {
        add(
            listener.section(),
            listener.key(),
            "value '%d' is not valid: expected another port than that of %s"
                .formatted(listener.port(), other));
      }
    }
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
    dns(injector.builtinDNS());
    resources("sidecarContainer", injector.sidecarContainer().resources());
    resources("initContainer", injector.initContainer().resources());
    resources("validationContainer", injector.validationContainer().resources());
  }

  private void dns(Injector.BuiltinDns dns) {
    if (!dns.experimentalProxy() && dns.port() > Injector.BuiltinDns.MAX_CORE_DNS_PORT) {
      add(
          "runtime.kubernetes.injector.builtinDNS",
          ".port",
          "value '%d' is not valid: expected %s"
              .formatted(dns.port(), Injector.BuiltinDns.CORE_DNS_PORTS));
    }
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
