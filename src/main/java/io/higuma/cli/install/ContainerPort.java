package io.higuma.cli.install;

import io.higuma.kuma.Violation;
import io.higuma.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A port of the container.
 *
 * @param name its name in the manifests
 * @param path the setting
 * @param number the value of the setting; 0: any free one
 */
record ContainerPort(String name, String path, int number) {
  static final String DIAGNOSTICS = "diagnostics";
  static final String DP_SERVER = "dp-server";

  /** The ports of the Service apart from that for sidecars, which is the container's. */
  private static final Set<Integer> OF_THE_SERVICE = Set.of(443, 5680, 5681, 5682);

  /** All ports with these settings. */
  static List<ContainerPort> of(Settings settings) {
    var admission = settings.runtime().kubernetes().admissionServer();
    return List.of(
        new ContainerPort(
            DIAGNOSTICS, "diagnostics.serverPort", settings.diagnostics().serverPort()),
        new ContainerPort("http-api", "apiServer.http.port", settings.apiServer().http().port()),
        new ContainerPort("https-api", "apiServer.https.port", settings.apiServer().https().port()),
        new ContainerPort(DP_SERVER, "dpServer.port", settings.dpServer().port()),
        new ContainerPort("webhooks", "runtime.kubernetes.admissionServer.port", admission.port()));
  }

  /** Why the manifests cannot have these ports; empty if they can. */
  static List<Violation> violations(List<ContainerPort> ports) {
    List<Violation> violations = new ArrayList<>();
    Map<Integer, String> taken = new HashMap<>();
    for (var port : ports) {
      String other = taken.putIfAbsent(port.number, port.path);
      if (port.number == 0) {
        violations.add(port.violation("a port from 1 to 65535"));
      } else if (other != null) {
        violations.add(port.violation("another port than that of " + other));
      } else if (port.name.equals(DP_SERVER) && OF_THE_SERVICE.contains(port.number)) {
        violations.add(
            port.violation("none of the Service's other ports, 443, 5680, 5681 and 5682"));
      }
    }
    return violations;
  }

  private Violation violation(String expected) {
    return Violation.ofValue(path, "bad_setting", Integer.toString(number), expected);
  }
}
