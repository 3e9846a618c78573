package io.higuma.admission;

import java.util.Optional;

/** Decides admission requests of one webhook. */
interface Webhook {

  /**
   * Decides from the caches without blocking; empty if the caches may be stale and {@link #ask}
   * must decide.
   */
  Optional<AdmissionResponse> answer(AdmissionRequest.Call call);

  /** Decides with reads from the API server; may block on the network. */
  AdmissionResponse ask(AdmissionRequest.Call call);
}
