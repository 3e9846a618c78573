package io.higuma.cluster.controller;

import java.util.Locale;

/** Outcome of a reconcile of a Pod. */
public enum ReconcileOutcome {
  /** The Dataplane was created. */
  CREATED,
  /** The Dataplane was updated. */
  UPDATED,
  /** The Dataplane was deleted. */
  DELETED,
  /** The Dataplane already has the desired state. */
  UNCHANGED,
  /** No Dataplane exists and none is desired. */
  NOT_WANTED,
  /** The Pod is deleted or its Namespace is terminating. */
  GONE,
  /** The Pod cannot be converted into a Dataplane. */
  FAILED,
  /** The API server rejected a request or could not be reached. */
  REFUSED,
  /** A write conflicted with another change of the Dataplane; it is retried. */
  STALE,
  /** Another controller keeps changing the Dataplane; writes are paused. */
  CONTESTED,
  /** This process is no longer the leader. */
  NOT_LEADING,
  /** An unexpected exception in Higuma. */
  FAULT;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** Whether the Dataplane does not have the desired state. */
  public boolean isFailure() {
    return switch (this) {
      case FAILED, REFUSED, STALE, CONTESTED, FAULT -> true;
      case CREATED, UPDATED, DELETED, UNCHANGED, NOT_WANTED, GONE, NOT_LEADING -> false;
    };
  }

  /** Whether a Dataplane was created or updated. */
  public boolean isWritten() {
    return this == CREATED || this == UPDATED;
  }

  /** Label value in metrics and traces. */
  public String code() {
    return code;
  }
}
