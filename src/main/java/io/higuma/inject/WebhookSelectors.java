package io.higuma.inject;

import io.higuma.inject.Surroundings.NamespaceView;
import io.higuma.inject.Trace.Stage;
import io.higuma.inject.Trace.Step;
import io.higuma.inject.Trace.Verdict;
import io.higuma.kuma.Labels;
import java.util.Map;
import java.util.Set;

/**
 * Evaluates the selectors of the webhook configurations. The API server sends a Pod if its
 * Namespace or the Pod itself is labelled for injection. Pods of {@code kube-system} and of the
 * system namespace are excluded, except zone proxies of the system namespace.
 */
public final class WebhookSelectors {
  /** Values of the injection label that enable injection. */
  static final Set<String> YES = Set.of("enabled", "true", "yes");

  /** Values of the injection label that disable injection. */
  static final Set<String> NO = Set.of("disabled", "false", "no");

  private static final String KUBE_SYSTEM = "kube-system";

  private WebhookSelectors() {}

  /** Whether Pods of this namespace are never injected. */
  static boolean isExcluded(String namespace, String systemNamespace, Map<String, String> labels) {
    return namespace.equals(KUBE_SYSTEM)
        || (namespace.equals(systemNamespace) && !isLabelledZoneProxy(labels));
  }

  /** Returns which webhook configuration selects this Pod, as a step of the trace. */
  static Step evaluate(
      AdmittedPod pod, String namespace, NamespaceView view, String systemNamespace) {
    if (YES.contains(view.labels().getOrDefault(Labels.SIDECAR_INJECTION, ""))) {
      return sent("namespace-kuma-injector.kuma.io", "its Namespace is labelled for injection");
    }
    if (YES.contains(pod.labels().getOrDefault(Labels.SIDECAR_INJECTION, ""))) {
      return namespace.equals(systemNamespace)
          ? sent("mesh-zoneproxy-kuma-injector.kuma.io", "it is a zone proxy")
          : sent("pods-kuma-injector.kuma.io", "the Pod is labelled for injection");
    }
    return new Step(
        Stage.SELECTORS,
        Verdict.NOT_APPLICABLE,
        "not_selected",
        "no webhook selects this Pod: neither it nor its Namespace is labelled for injection");
  }

  private static boolean isLabelledZoneProxy(Map<String, String> labels) {
    return YES.contains(labels.getOrDefault(Labels.SIDECAR_INJECTION, ""))
        && labels.containsKey(Labels.MESH)
        && labels.containsKey(Labels.ZONE_PROXY_TYPE);
  }

  private static Step sent(String webhook, String why) {
    return new Step(
        Stage.SELECTORS,
        Verdict.PASS,
        "selected",
        "the API server sends this Pod to " + webhook + ": " + why);
  }
}
