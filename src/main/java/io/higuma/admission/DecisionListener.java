package io.higuma.admission;

import io.higuma.inject.AdmittedPod;
import io.higuma.inject.Decision;

/** Callback after each injection decision, except for dry runs. */
@FunctionalInterface
public interface DecisionListener {
  /** Does nothing. */
  DecisionListener NONE = (namespace, pod, decision) -> {};

  /**
   * Called synchronously, before the response is sent.
   *
   * @param namespace of the Pod
   */
  void onDecision(String namespace, AdmittedPod pod, Decision decision);
}
