package io.higuma.admission;

import java.util.Optional;

/** Decides admission requests of one webhook. */
interface Webhook {

  /**
   * Decides from the caches without blocking; empty if the caches may be stale and {@link
   * #decideLive} must decide.
   */
  Optional<AdmissionResponse> decideFromCache(AdmissionRequest.Parsed request);

  /** Decides with reads from the API server; may block on the network. */
  AdmissionResponse decideLive(AdmissionRequest.Parsed request);
}
