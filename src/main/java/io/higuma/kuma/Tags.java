package io.higuma.kuma;

/** Keys of Dataplane tags, and the labels of a Dataplane that share them. */
public final class Tags {
  /** The service that an inbound belongs to. */
  public static final String SERVICE = "kuma.io/service";

  /** The protocol spoken on an inbound. */
  public static final String PROTOCOL = "kuma.io/protocol";

  /** The zone of a proxy. */
  public static final String ZONE = "kuma.io/zone";

  /** The Pod of an inbound, if Pods are addressed individually. */
  public static final String INSTANCE = "kuma.io/instance";

  /** The namespace of the Pod. */
  public static final String KUBE_NAMESPACE = "k8s.kuma.io/namespace";

  /** The name of the Kubernetes Service of an inbound. */
  public static final String KUBE_SERVICE = "k8s.kuma.io/service-name";

  /** The port of the Kubernetes Service of an inbound. */
  public static final String KUBE_PORT = "k8s.kuma.io/service-port";

  /** Keys that contain this belong to the mesh and never become tags of an inbound. */
  public static final String RESERVED = "kuma.io/";

  private Tags() {}
}
