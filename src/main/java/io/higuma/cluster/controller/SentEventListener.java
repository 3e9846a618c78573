package io.higuma.cluster.controller;

import io.fabric8.kubernetes.api.model.ObjectReference;

/** Callback after each Event that was written, also for repetitions. */
@FunctionalInterface
public interface SentEventListener {
  /** Does nothing. */
  SentEventListener NONE = (target, reason, note) -> {};

  /**
   * Called after an Event was written; must not block.
   *
   * @param target the regarded object
   * @param note at most 1000 characters
   */
  void sent(ObjectReference target, EventReason reason, String note);
}
