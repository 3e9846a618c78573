package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Trace.Stage;
import java.util.Set;

/**
 * Warns if the Pod Security standard of the Namespace forbids {@code kuma-init}. The API server
 * checks the standard after the webhook and names the container, but not the remedy.
 */
final class PodSecurity {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  private static final Set<String> WITHOUT_NET_ADMIN = Set.of("baseline", "restricted");

  private PodSecurity() {}

  /** Warns if the API server will reject {@code kuma-init}. */
  static void warn(NamespaceView namespace, DecisionNotes notes) {
    var standard = namespace.labels().getOrDefault(ENFORCE, "");
    if (WITHOUT_NET_ADMIN.contains(standard)) {
      notes.warn(
          Stage.REDIRECTION,
          "pod_security",
          "the Namespace enforces the Pod Security standard "
              + standard
              + ", which forbids the capability NET_ADMIN that kuma-init needs: let the CNI plugin"
              + " redirect (injector.cniEnabled)");
    }
  }
}
