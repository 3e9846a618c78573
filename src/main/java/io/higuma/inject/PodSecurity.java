package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Trace.Stage;
import java.util.Set;

/**
 * The standards of Pod Security that a Namespace enforces. The API server judges after us and names
 * the container, but not the way out.
 */
final class PodSecurity {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  private static final Set<String> WITHOUT_NET_ADMIN = Set.of("baseline", "restricted");

  private PodSecurity() {}

  /** Warns where {@code kuma-init} is going to be refused. */
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
