package io.higuma.inject;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.higuma.settings.SidecarContainer;

/** Renders the security contexts of injected containers. */
final class SecurityContexts {
  private static final long ROOT = 0;

  private SecurityContexts() {}

  /**
   * For containers that run as the sidecar's user: {@code kuma-sidecar} and {@code
   * kuma-validation}.
   */
  static ObjectNode ofSidecar(SidecarContainer sidecar, PodTraits traits) {
    var context = of(sidecar.uid(), sidecar.gid(), traits).put("allowPrivilegeEscalation", false);
    context.putObject("capabilities").set("drop", JsonNodes.texts("ALL"));
    return context;
  }

  /** For {@code kuma-init} with iptables. */
  static ObjectNode ofInit(PodTraits traits) {
    var context = of(ROOT, ROOT, traits);
    var capabilities = context.putObject("capabilities");
    capabilities.set("add", JsonNodes.texts("NET_ADMIN", "NET_RAW"));
    capabilities.set("drop", JsonNodes.texts("ALL"));
    return context;
  }

  /** For {@code kuma-init} with eBPF. */
  static ObjectNode ofEbpf(PodTraits traits) {
    var context = of(ROOT, ROOT, traits).put("privileged", true);
    context.putObject("capabilities");
    return context;
  }

  /**
   * If the Pod sets {@code runAsNonRoot}, the kubelet does not start a container of user 0 unless
   * the container overrides it.
   */
  private static ObjectNode of(long user, long group, PodTraits traits) {
    var context = JsonNodes.object().put("runAsUser", user).put("runAsGroup", group);
    if (user == ROOT && traits.runAsNonRoot()) {
      context.put("runAsNonRoot", false);
    }
    return context.put("readOnlyRootFilesystem", true);
  }
}
