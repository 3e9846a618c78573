package io.higuma.inject;

import java.util.Locale;

/** Why a Pod is rejected. */
public enum RejectReason {
  /** The injection label of the Pod or its Namespace has an invalid value. */
  BAD_INJECTION_LABEL(
      "the label kuma.io/sidecar-injection has a value that means neither yes nor no"),
  /** The Pod's label enables injection, but the Pod uses the host network. */
  HOST_NETWORK("the Pod asks for a sidecar but uses its node's network"),
  /** The Pod's label enables injection, but the Pod runs on Windows. */
  WINDOWS("the Pod asks for a sidecar but runs on Windows"),
  /** The Namespace could not be read. */
  NAMESPACE_NOT_FOUND("the Namespace of the Pod could not be read"),
  /** The Mesh does not exist. */
  MESH_NOT_FOUND("the Mesh that the Pod should join does not exist"),
  /** The name of an object to look up is not a valid Kubernetes name. */
  BAD_NAME("the name of a Mesh or Namespace cannot be a name in Kubernetes"),
  /** A container runs as the sidecar's user, whose traffic is not redirected. */
  UID_CLASH("a container runs as the sidecar's user"),
  /** An annotation has an invalid value. */
  BAD_ANNOTATION("an annotation holds a value that cannot be used"),
  /** The volume in an annotation does not exist. */
  VOLUME_NOT_FOUND("a volume that an annotation names is not in the Pod"),
  /** A ContainerPatch that should be applied does not exist. */
  PATCH_NOT_FOUND("a ContainerPatch that should be applied does not exist"),
  /** Pods of this namespace may not use a ContainerPatch. */
  PATCH_NOT_ALLOWED("a ContainerPatch may not be named by Pods of this namespace"),
  /** A ContainerPatch cannot be applied, or the result is not a valid container. */
  PATCH_FAILED("a ContainerPatch cannot be applied or makes an invalid container"),
  /** The redirect ConfigMap is missing or unreadable. */
  REDIRECT_CONFIG("the transparent proxy configuration is missing or unreadable"),
  /** A probe uses the port of the probe proxy. */
  PROBE_PORT("a probe uses a port that is reserved for the sidecar"),
  /** A container or volume of the Pod has a name that injection needs. */
  NAME_TAKEN("a container or volume has the name of one that injection adds"),
  /** A lookup in the cluster failed. */
  LOOKUP_FAILED("something in the cluster that the decision needs could not be read"),
  /** An internal error. */
  INTERNAL_ERROR("the injector failed; the fault is in its log");

  private final String sentence;

  RejectReason(String sentence) {
    this.sentence = sentence;
  }

  /** The stable snake_case code for metrics and clients. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason as a sentence. */
  public String sentence() {
    return sentence;
  }
}
