package io.higuma.admission;

import io.higuma.inject.AdmittedPod;
import io.higuma.inject.Decision;

/** Hears of every decision about a Pod that is no dry run. */
@FunctionalInterface
public interface DecisionListener {
  /** Nobody listens. */
  DecisionListener NONE = (namespace, pod, decision) -> {};

  /**
   * A Pod was decided about; the call waits until this returns.
   *
   * @param namespace where the Pod is to be
   */
  void decided(String namespace, AdmittedPod pod, Decision decision);
}
