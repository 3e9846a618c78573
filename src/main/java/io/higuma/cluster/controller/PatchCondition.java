package io.higuma.cluster.controller;

/** The conditions in the status of a ContainerPatch. */
public enum PatchCondition {
  /** Valid: True. */
  APPLICABLE(
      "Valid", "True", "Applicable", "It can be applied to the injected containers of all Pods."),
  /** Valid: Unknown. */
  DEPENDS_ON_POD(
      "Valid",
      "Unknown",
      "DependsOnPod",
      "Whether it can be applied depends on the Pod; the message says on what."),
  /** Valid: False, with the settings in force. */
  NOT_APPLICABLE_NOW(
      "Valid",
      "False",
      "NotApplicableNow",
      "It cannot be applied with the settings in force; Pods that use it are refused."),
  /** Valid: False, whatever the settings are. */
  NEVER_APPLICABLE(
      "Valid", "False", "NeverApplicable", "It is not valid; the message lists all errors."),
  /** Used: True. */
  IN_USE("Used", "True", "InUse", "Workloads use it; the message has their number."),
  /** Used: False. */
  NOT_USED("Used", "False", "NotUsed", "No workload uses it.");

  private final String type;
  private final String status;
  private final String reason;
  private final String doc;

  PatchCondition(String type, String status, String reason, String doc) {
    this.type = type;
    this.status = status;
    this.reason = reason;
    this.doc = doc;
  }

  /** The type of the condition, one word in CamelCase. */
  public String type() {
    return type;
  }

  /** True, False or Unknown. */
  public String status() {
    return status;
  }

  /** The reason, one word in CamelCase. */
  public String reason() {
    return reason;
  }

  /** What it means. */
  public String doc() {
    return doc;
  }
}
