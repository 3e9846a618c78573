package io.higuma.cluster.controller;

/** The Events that Higuma writes. Reasons of Events that Kuma has too are Kuma's. */
public enum EventReason {
  /** {@code CreatedKumaDataplane}. */
  CREATED_DATAPLANE(
      "CreatedKumaDataplane", "Create", false, "Pod", "The Dataplane of the Pod was created."),
  /** {@code UpdatedKumaDataplane}. */
  UPDATED_DATAPLANE(
      "UpdatedKumaDataplane", "Update", false, "Pod", "The Dataplane of the Pod was changed."),
  /** {@code FailedToGenerateKumaDataplane}. */
  NO_DATAPLANE(
      "FailedToGenerateKumaDataplane",
      "FailedToGenerate",
      true,
      "Pod",
      "The Pod has a sidecar, but no Dataplane can be made for it; the message has the cause."),
  /** {@code IncompleteKumaDataplane}. */
  INCOMPLETE_DATAPLANE(
      "IncompleteKumaDataplane",
      "Generate",
      true,
      "Pod",
      "The Dataplane of the Pod was written without a part of it; the message has the cause."),
  /** {@code ZoneProxyListenersSkipped}. */
  LISTENERS_SKIPPED(
      "ZoneProxyListenersSkipped",
      "SkippedListenerGeneration",
      true,
      "Pod",
      "The Dataplane of the Pod was written without listeners of a zone proxy."),
  /** {@code InjectionRefused}. */
  REFUSED(
      "InjectionRefused",
      "Inject",
      true,
      "owner of the Pod",
      "A Pod was refused; the message lists what is wrong with it."),
  /** {@code InjectionSkipped}. */
  SKIPPED(
      "InjectionSkipped",
      "Inject",
      false,
      "owner of the Pod",
      "A Pod with a label for injection got no sidecar; the message has the reason."),
  /** {@code MeshNotServed}. */
  MESH_NOT_SERVED(
      "MeshNotServed",
      "Serve",
      true,
      "Mesh",
      "The sidecars of the Mesh get no configuration, because it uses an unsupported feature."),
  /** {@code ConfigRejected}. */
  CONFIG_REJECTED(
      "ConfigRejected",
      "",
      true,
      "ConfigMap higuma-config",
      "Changed settings are not valid; the last valid ones stay in force.");

  private final String reason;
  private final String action;
  private final boolean warning;
  private final String regarding;
  private final String doc;

  EventReason(String reason, String action, boolean warning, String regarding, String doc) {
    this.reason = reason;
    this.action = action;
    this.warning = warning;
    this.regarding = regarding;
    this.doc = doc;
  }

  /** The reason, one word in CamelCase. */
  public String reason() {
    return reason;
  }

  /** What was done or failed, one word; empty for an Event of the core API, which has no action. */
  public String action() {
    return action;
  }

  /** Whether its type is Warning instead of Normal. */
  public boolean isWarning() {
    return warning;
  }

  /** Its type: Warning or Normal. */
  public String type() {
    return warning ? "Warning" : "Normal";
  }

  /** The object that it is about. */
  public String regarding() {
    return regarding;
  }

  /** When it is written. */
  public String doc() {
    return doc;
  }
}
