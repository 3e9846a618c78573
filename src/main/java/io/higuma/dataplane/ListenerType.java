package io.higuma.dataplane;

/** Type of a zone proxy listener. */
enum ListenerType {
  INGRESS("ingress", "ZoneIngress"),
  EGRESS("egress", "ZoneEgress");

  private final String label;
  private final String json;

  ListenerType(String label, String json) {
    this.label = label;
    this.json = json;
  }

  /** The value of the Service's label. */
  String label() {
    return label;
  }

  /** The value in the Dataplane. */
  String json() {
    return json;
  }
}
