package io.higuma.dataplane;

import java.util.NavigableMap;

/**
 * One inbound of a Dataplane.
 *
 * @param port the port of the Pod
 * @param name its name; may be empty
 * @param protocol what is spoken on it
 * @param tags its tags; empty where inbound tags are off
 * @param state whether it can serve
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

  /** The port of the inbound of a Pod without Services: never handed out by the kernel. */
  static final int SERVICELESS = 49151;

  enum State {
    READY("Ready"),
    NOT_READY("NotReady"),
    /** Kept out of the way: the Service selects the Pod only without the ignored labels. */
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
