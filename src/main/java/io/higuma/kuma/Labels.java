package io.higuma.kuma;

/** Labels that Higuma reads or writes. */
public final class Labels {
  /** On a Pod or a Namespace: enables or disables sidecar injection. */
  public static final String SIDECAR_INJECTION = "kuma.io/sidecar-injection";

  /** On a Pod or a Namespace: the mesh. It is written on injected Pods and on Dataplanes. */
  public static final String MESH = "kuma.io/mesh";

  /** On a Pod or a Service: marks a zone proxy. */
  public static final String ZONE_PROXY_TYPE = "k8s.kuma.io/zone-proxy-type";

  /** On a Dataplane only: the workload. Pods must not have it. */
  public static final String WORKLOAD = "kuma.io/workload";

  private Labels() {}
}
