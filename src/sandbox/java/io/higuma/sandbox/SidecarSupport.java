package io.higuma.sandbox;

import io.higuma.sandbox.sidecar.EnvoyProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether this machine can run the sidecars of Pods.
 *
 * @param envoy the program; empty if it cannot
 * @param missing what is missing, a sentence; empty if nothing is
 */
record SidecarSupport(Optional<Path> envoy, String missing) {

  /**
   * Looks for Envoy; downloads nothing.
   *
   * @param home the source checkout
   */
  static SidecarSupport find(Path home) throws IOException, InterruptedException {
    // Other systems have only one loopback address.
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return none("they need Linux");
    }
    var envoy = EnvoyProgram.find(home);
    return envoy.isPresent()
        ? new SidecarSupport(envoy, "")
        : none("there is no Envoy (`make envoy` fetches it)");
  }

  private static SidecarSupport none(String reason) {
    return new SidecarSupport(Optional.empty(), "The sidecars are not started: " + reason + ".");
  }

  /** The first three numbers of the Pods' addresses, which are local if sidecars are started. */
  String network() {
    // Sandboxes that run at the same time have different ones.
    long pid = ProcessHandle.current().pid();
    return envoy.isEmpty()
        ? Kubelet.NETWORK
        : "127.%d.%d.".formatted(64 + (pid >> 8) % 128, pid & 0xff);
  }
}
