package io.higuma.dataplane;

import java.util.NavigableMap;

/**
 * One inbound of a Dataplane.
 *
 * @param port the port of the Pod
 * @param name its name; may be empty
 * @param protocol its application protocol
 * @param tags its tags; empty if inbound tags are disabled
 * @param state its readiness
 * @param service the Service it comes from; empty if there is none
 * @param servicePort the Service's port; 0 if there is none
 */
record Inbound(
    int port,
    String name,
    String protocol,
    NavigableMap<String, String> tags,
    State state,
    String service,
    int servicePort) {

  /** Port of the inbound of a Pod without Services; reserved by IANA. */
  static final int SERVICELESS = 49151;

  enum State {
    READY("Ready"),
    NOT_READY("NotReady"),
    /** Excluded from traffic: the Service selects the Pod only without the ignored labels. */
    IGNORED("Ignored");

    private final String json;

    State(String json) {
      this.json = json;
    }

    String json() {
      return json;
    }
  }
}
