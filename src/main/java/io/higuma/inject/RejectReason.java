package io.higuma.inject;

import java.util.Locale;

/** Why a Pod is refused. */
public enum RejectReason {
  /** The injection label of the Pod or its Namespace has a value that means nothing. */
  BAD_INJECTION_LABEL(
      "the label kuma.io/sidecar-injection has a value that means neither yes nor no"),
  /** The Pod asks for injection itself but uses the network of its node. */
  HOST_NETWORK("the Pod asks for a sidecar but uses its node's network"),
  /** The Pod asks for injection itself but runs on Windows. */
  WINDOWS("the Pod asks for a sidecar but runs on Windows"),
  /** The Namespace could not be read. */
  NAMESPACE_NOT_FOUND("the Namespace of the Pod could not be read"),
  /** The Mesh does not exist. */
  MESH_NOT_FOUND("the Mesh that the Pod should join does not exist"),
  /** A name that something would be looked up with cannot be a name in Kubernetes. */
  BAD_NAME("the name of a Mesh or Namespace cannot be a name in Kubernetes"),
  /** A container runs as the sidecar's user, whose traffic is not redirected. */
  UID_CLASH("a container runs as the sidecar's user"),
  /** An annotation holds a bad value. */
  BAD_ANNOTATION("an annotation holds a value that cannot be used"),
  /** A named volume does not exist. */
  VOLUME_NOT_FOUND("a volume that an annotation names is not in the Pod"),
  /** A ContainerPatch that should be applied does not exist. */
  PATCH_NOT_FOUND("a ContainerPatch that should be applied does not exist"),
  /** A ContainerPatch may not be named by Pods of this namespace. */
  PATCH_NOT_ALLOWED("a ContainerPatch may not be named by Pods of this namespace"),
  /** A ContainerPatch cannot be applied, or its result is no valid container. */
  PATCH_FAILED("a ContainerPatch cannot be applied or makes an invalid container"),
  /** The redirect ConfigMap is missing or unreadable. */
  REDIRECT_CONFIG("the transparent proxy configuration is missing or unreadable"),
  /** A probe uses the port of the probe proxy. */
  PROBE_PORT("a probe uses a port that is reserved for the sidecar"),
  /** A container or volume of the Pod has a name that injection needs. */
  NAME_TAKEN("a container or volume has the name of one that injection adds"),
  /** The cluster could not be asked. */
  LOOKUP_FAILED("something in the cluster that the decision needs could not be read"),
  /** A fault of our own. */
  INTERNAL_ERROR("the injector failed; the fault is in its log");

  private final String sentence;

  RejectReason(String sentence) {
    this.sentence = sentence;
  }

  /** The stable snake_case word for metrics and programs. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same for people. */
  public String sentence() {
    return sentence;
  }
}
