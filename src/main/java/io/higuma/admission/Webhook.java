package io.higuma.admission;

import java.util.Optional;

/** Answers one kind of call. */
interface Webhook {

  /**
   * Answers from memory, without waiting for anything; empty where memory may lag behind the
   * cluster and the cluster itself must be asked.
   */
  Optional<AdmissionResponse> answer(AdmissionRequest.Call call);

  /** Answers by asking the cluster; may wait for the network. */
  AdmissionResponse ask(AdmissionRequest.Call call);
}
