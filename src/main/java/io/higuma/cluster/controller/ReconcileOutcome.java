package io.higuma.cluster.controller;

import java.util.Locale;

/** How a look at a Pod ends. */
public enum ReconcileOutcome {
  /** Its Dataplane was created. */
  CREATED,
  /** Its Dataplane was changed. */
  UPDATED,
  /** Its Dataplane was deleted. */
  DELETED,
  /** Its Dataplane is as it should be. */
  UNCHANGED,
  /** There is no Dataplane, and there should be none. */
  NOT_WANTED,
  /** The Pod is gone, or its Namespace goes. */
  GONE,
  /** There should be a Dataplane, but none can be made of the Pod. */
  FAILED,
  /** The API server refused what was written, or could not be reached. */
  REFUSED,
  /** The Dataplane changed while it was being written; the next look sees how. */
  STALE,
  /** Others keep changing the Dataplane, so it is left alone for a while. */
  CONTESTED,
  /** Another replica leads by now. */
  NOT_LEADING,
  /** A fault of our own. */
  FAULT;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** Whether there should be another Dataplane than there is now. */
  public boolean isFailure() {
    return switch (this) {
      case FAILED, REFUSED, STALE, CONTESTED, FAULT -> true;
      case CREATED, UPDATED, DELETED, UNCHANGED, NOT_WANTED, GONE, NOT_LEADING -> false;
    };
  }

  /** How metrics and traces call it. */
  public String code() {
    return code;
  }
}
