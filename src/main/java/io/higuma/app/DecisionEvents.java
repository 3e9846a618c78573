package io.higuma.app;

import static io.higuma.cluster.controller.InjectionEvents.reference;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.higuma.admission.DecisionListener;
import io.higuma.cluster.controller.InjectionEvents;
import io.higuma.inject.AdmittedPod;
import io.higuma.inject.Decision;
import io.higuma.inject.SkipReason;
import io.higuma.kuma.KubernetesName;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Emits Events on the owner of a Pod that is rejected, or that is skipped although a label requests
 * injection. Pods that opt out themselves get no Event.
 *
 * @param events emits the Events
 */
record DecisionEvents(InjectionEvents events) implements DecisionListener {
  private static final Set<SkipReason> REPORTED_SKIPS =
      EnumSet.of(SkipReason.EXCEPTION_LABEL, SkipReason.HOST_NETWORK, SkipReason.WINDOWS);

  /** The reason with this code, if Pods that are skipped for it were labelled for injection. */
  static Optional<SkipReason> reportedSkip(String code) {
    return REPORTED_SKIPS.stream().filter(reason -> reason.code().equals(code)).findFirst();
  }

  @Override
  public void onDecision(String namespace, AdmittedPod pod, Decision decision) {
    switch (decision) {
      case Decision.Inject _ -> {}
      case Decision.Skip skip -> {
        if (REPORTED_SKIPS.contains(skip.reason())) {
          events.skipped(owner(namespace, pod), skip.reason().code() + ": " + skip.message());
        }
      }
      case Decision.Reject reject ->
          events.refused(owner(namespace, pod), reject.reason().code() + ": " + reject.message());
    }
  }

  /** The Pod's controller; the Pod itself without a controller with a valid name. */
  private static ObjectReference owner(String namespace, AdmittedPod pod) {
    return pod.controller()
        .filter(by -> KubernetesName.DNS_SUBDOMAIN.matches(by.name()))
        .map(by -> reference(by.apiVersion(), by.kind(), namespace, by.name(), by.uid()))
        .orElseGet(() -> reference("v1", "Pod", namespace, pod.displayName(), ""));
  }
}
